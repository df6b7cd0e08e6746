using System.Reflection;
using System.Reflection.Emit;
using AudioFunctions.LocalHost.Functions;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.WebJobs;
using Microsoft.Azure.WebJobs.Host;
using Newtonsoft.Json.Linq;
using Binder = Microsoft.Azure.WebJobs.Binder;

namespace AudioFunctions.LocalHost.Jobs;

/// <summary>
/// The type that the WebJobs SDK indexes: a <see cref="FunctionInvoker"/> with a method per function, which has its trigger's attribute. Its
/// name must be <c>Host.Functions</c>, which the Blobs extension's webhook expects.
/// </summary>
#pragma warning disable CS0618 // Only IJobHostMetadataProvider creates attributes from binding names; the official host uses it too.
internal sealed class FunctionType(IReadOnlyList<AppFunction> functions, Func<IJobHostMetadataProvider> metadata) : ITypeLocator
{
    public const string Name = "Host.Functions";

    /// <summary>The project file makes the internals of this assembly visible to it.</summary>
    private const string EmittedAssembly = "AudioFunctions.LocalHost.Emitted";

    private const BindingFlags NotPublic = BindingFlags.Instance | BindingFlags.NonPublic;

    private static readonly MethodInfo Invoke = typeof(FunctionInvoker).GetMethod("InvokeAsync", NotPublic)!;

    private Type? _type;

    /// <summary>Created on first use, because the metadata provider needs the extensions, which need this type.</summary>
    public IReadOnlyList<Type> GetTypes() => [_type ??= Emit()];

    private Type Emit()
    {
        var assembly = AssemblyBuilder.DefineDynamicAssembly(new AssemblyName(EmittedAssembly), AssemblyBuilderAccess.Run);
        var type = assembly.DefineDynamicModule("Functions").DefineType(Name, TypeAttributes.Public | TypeAttributes.Class, typeof(FunctionInvoker));
        EmitConstructor(type);
        for (var index = 0; index < functions.Count; index++)
            EmitMethod(type, functions[index], index);
        return type.CreateType();
    }

    private static void EmitConstructor(TypeBuilder type)
    {
        var inherited = typeof(FunctionInvoker).GetConstructors(NotPublic | BindingFlags.Public).Single();
        Type[] parameters = [.. inherited.GetParameters().Select(parameter => parameter.ParameterType)];
        var code = type.DefineConstructor(MethodAttributes.Public, CallingConventions.HasThis, parameters).GetILGenerator();
        for (short index = 0; index <= parameters.Length; index++)
            code.Emit(OpCodes.Ldarg, index);
        code.Emit(OpCodes.Call, inherited);
        code.Emit(OpCodes.Ret);
    }

    private void EmitMethod(TypeBuilder type, AppFunction function, int index)
    {
        var method = type.DefineMethod(
            function.Name,
            MethodAttributes.Public,
            function.ReturnsToTrigger ? typeof(Task<object>) : typeof(Task),
            [TypeOf(function), typeof(Binder), typeof(CancellationToken)]);
        method.SetCustomAttribute(AttributeBuilder.From(new FunctionNameAttribute(function.Name)));
        var trigger = method.DefineParameter(1, ParameterAttributes.None, function.Trigger.Name);
        if (function.IsHttp)
            method.SetCustomAttribute(AttributeBuilder.From(new NoAutomaticTriggerAttribute()));
        else
            trigger.SetCustomAttribute(AttributeBuilder.From(AttributeOf(metadata(), function.Trigger)));
        method.DefineParameter(2, ParameterAttributes.None, "_binder");
        method.DefineParameter(3, ParameterAttributes.None, "_cancellationToken");

        var code = method.GetILGenerator();
        code.Emit(OpCodes.Ldarg_0);
        code.Emit(OpCodes.Ldc_I4, index);
        code.Emit(OpCodes.Ldarg_1);
        code.Emit(OpCodes.Ldarg_2);
        code.Emit(OpCodes.Ldarg_3);
        code.Emit(OpCodes.Call, Invoke);
        code.Emit(OpCodes.Ret);
    }

    private static Type TypeOf(AppFunction function) =>
        function.IsHttp ? typeof(HttpContext)
        : function.Trigger.Type == AppFunction.Timer ? typeof(TimerInfo)
        : function.Trigger.IsDeferred ? typeof(ParameterBindingData)
        : string.Equals(function.Trigger.Raw.Value<string>("dataType"), "Binary", StringComparison.OrdinalIgnoreCase) ? typeof(byte[])
        : typeof(string);

    /// <summary>The attribute of the extension that implements a binding.</summary>
    internal static Attribute AttributeOf(IJobHostMetadataProvider metadata, FunctionBinding binding)
    {
        var raw = binding.Raw;
        // Timers are part of the official host, which doesn't create this attribute from its names either.
        if (binding.Type == AppFunction.Timer)
        {
            return new TimerTriggerAttribute(AppFunction.Text(raw, "schedule"))
            {
                RunOnStartup = raw.Value<bool?>("runOnStartup") ?? false,
                UseMonitor = raw.Value<bool?>("useMonitor") ?? true,
            };
        }

        var type = metadata.GetAttributeTypeFromName(binding.Type)
            ?? throw new Hosting.StartupException($"No extension of the app has a binding '{binding.Type}'. Publish the app again.");
        return metadata.GetAttribute(type, (JObject)raw.DeepClone());
    }
}
#pragma warning restore CS0618

using System.Reflection;
using System.Reflection.Emit;
using AudioFunctions.LocalHost.Functions;
using AudioFunctions.LocalHost.Timers;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.WebJobs;
using Microsoft.Azure.WebJobs.Host;
using Newtonsoft.Json.Linq;
using Binder = Microsoft.Azure.WebJobs.Binder;

namespace AudioFunctions.LocalHost.Jobs;

/// <summary>
/// The type that the WebJobs SDK indexes. It has a method per function, with its trigger's attribute, that calls
/// <see cref="FunctionJobs"/>. Its name must be <c>Host.Functions</c>, which the Blobs extension's webhook expects.
/// </summary>
#pragma warning disable CS0618 // Only IJobHostMetadataProvider creates attributes from binding names; the official host uses it too.
internal sealed class FunctionType(IReadOnlyList<AppFunction> functions, Lazy<IJobHostMetadataProvider> metadata) : ITypeLocator
{
    public const string Name = "Host.Functions";

    private static readonly MethodInfo Run =
        typeof(FunctionJobs).GetMethod("RunAsync", BindingFlags.Instance | BindingFlags.NonPublic)!;

    private readonly Lock _gate = new();
    private Type? _type;

    /// <summary>Created on first use, because the metadata provider needs the extensions, which need this type.</summary>
    public IReadOnlyList<Type> GetTypes()
    {
        lock (_gate)
            return [_type ??= Emit()];
    }

    private Type Emit()
    {
        var assembly = AssemblyBuilder.DefineDynamicAssembly(new AssemblyName("LocalHost.Functions"), AssemblyBuilderAccess.Run);
        var type = assembly.DefineDynamicModule("Functions").DefineType(Name, TypeAttributes.Public | TypeAttributes.Class, typeof(FunctionJobs));
        EmitConstructor(type);
        for (var index = 0; index < functions.Count; index++)
            EmitMethod(type, functions[index], index);
        return type.CreateType();
    }

    private static void EmitConstructor(TypeBuilder type)
    {
        var constructor = type.DefineConstructor(MethodAttributes.Public, CallingConventions.HasThis, [typeof(IFunctionInvoker)]);
        var code = constructor.GetILGenerator();
        code.Emit(OpCodes.Ldarg_0);
        code.Emit(OpCodes.Ldarg_1);
        code.Emit(OpCodes.Call, typeof(FunctionJobs).GetConstructors(BindingFlags.Instance | BindingFlags.NonPublic).Single());
        code.Emit(OpCodes.Ret);
    }

    private void EmitMethod(TypeBuilder type, AppFunction function, int index)
    {
        var triggerType = TypeOf(function);
        var method = type.DefineMethod(
            function.Name,
            MethodAttributes.Public,
            function.ReturnsToTrigger ? typeof(Task<object>) : typeof(Task),
            [triggerType, typeof(Binder), typeof(CancellationToken)]);
        method.SetCustomAttribute(AttributeBuilder.From(new FunctionNameAttribute(function.Name)));
        var trigger = method.DefineParameter(1, ParameterAttributes.None, function.Trigger.Name);
        if (function.IsHttp)
            method.SetCustomAttribute(AttributeBuilder.From(new NoAutomaticTriggerAttribute()));
        else
            trigger.SetCustomAttribute(AttributeBuilder.From(AttributeOf(function.Trigger)));
        method.DefineParameter(2, ParameterAttributes.None, "_binder");
        method.DefineParameter(3, ParameterAttributes.None, "_cancellationToken");

        var code = method.GetILGenerator();
        code.Emit(OpCodes.Ldarg_0);
        code.Emit(OpCodes.Ldc_I4, index);
        code.Emit(OpCodes.Ldarg_1);
        code.Emit(OpCodes.Ldarg_2);
        code.Emit(OpCodes.Ldarg_3);
        code.Emit(OpCodes.Call, Run);
        code.Emit(OpCodes.Ret);
    }

    private static Type TypeOf(AppFunction function) =>
        function.IsHttp ? typeof(HttpContext)
        : function.Trigger.Type == AppFunction.Timer ? typeof(TimerInfo)
        : function.Trigger.IsDeferred ? typeof(ParameterBindingData)
        : string.Equals(function.Trigger.Raw.Value<string>("dataType"), "Binary", StringComparison.OrdinalIgnoreCase) ? typeof(byte[])
        : typeof(string);

    /// <summary>The attribute of the extension that implements a binding.</summary>
    private Attribute AttributeOf(FunctionBinding binding) => AttributeOf(metadata.Value, binding);

    internal static Attribute AttributeOf(IJobHostMetadataProvider metadata, FunctionBinding binding)
    {
        if (binding.Type == AppFunction.Timer)
            return TimerBinding.AttributeOf(binding);
        var type = metadata.GetAttributeTypeFromName(binding.Type)
            ?? throw new Hosting.StartupException($"No extension of the app has a binding '{binding.Type}'. Publish the app again.");
        return metadata.GetAttribute(type, (JObject)binding.Raw.DeepClone());
    }
}
#pragma warning restore CS0618

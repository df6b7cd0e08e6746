using System.Reflection;
using LocalRuntime.Functions.Invocation;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;
using Microsoft.Extensions.DependencyInjection;

namespace LocalRuntime.Functions.Discovery;

/// <summary>Fills one parameter of a run.</summary>
internal delegate object? ArgumentBinder(FunctionInvocation invocation);

/// <summary>A function as found in the assembly, checked and ready to run.</summary>
internal sealed class FunctionDescriptor : FunctionDefinition
{
    private readonly ObjectFactory? _create;
    private readonly MethodInvoker _invoke;
    private readonly ArgumentBinder[] _arguments;
    private readonly Func<object?, Task<object?>> _unwrap;

    public FunctionDescriptor(string name, MethodInfo method, TriggerBindingAttribute trigger, IEnumerable<ArgumentBinder> arguments)
    {
        Name = name;
        Method = method;
        Trigger = trigger;
        _arguments = [.. arguments];
        _invoke = MethodInvoker.Create(method);
        _unwrap = ReturnValue.Unwrapper(method.ReturnType);
        _create = method.IsStatic ? null : ActivatorUtilities.CreateFactory(method.DeclaringType!, []);
        UsesDurableClient = method.GetParameters().Any(parameter => parameter.IsDefined(typeof(DurableClientAttribute)));
    }

    public override string Name { get; }

    public override string Id => Name;

    public override string EntryPoint => $"{Method.DeclaringType!.FullName}.{Method.Name}";

    public override string PathToAssembly => Method.Module.FullyQualifiedName;

    /// <summary>What orchestrations call it; the trigger may name it otherwise than the function.</summary>
    public string DurableName => Trigger switch
    {
        OrchestrationTriggerAttribute { Orchestration: { } name } => name,
        ActivityTriggerAttribute { Activity: { } name } => name,
        _ => Name,
    };

    public MethodInfo Method { get; }

    public TriggerBindingAttribute Trigger { get; }

    public bool UsesDurableClient { get; }

    /// <summary>Runs the function; what it throws comes out as it was thrown.</summary>
    public async Task<object?> RunAsync(FunctionInvocation invocation)
    {
        var instance = _create?.Invoke(invocation.Context.InstanceServices, null);
        try
        {
            var arguments = Array.ConvertAll(_arguments, bind => bind(invocation));
            return await _unwrap(_invoke.Invoke(instance, arguments.AsSpan()));
        }
        finally
        {
            if (instance is IAsyncDisposable asyncDisposable)
                await asyncDisposable.DisposeAsync();
            else if (instance is IDisposable disposable)
                disposable.Dispose();
        }
    }
}

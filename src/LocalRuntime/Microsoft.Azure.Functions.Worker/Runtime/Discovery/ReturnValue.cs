using System.Reflection;

namespace LocalRuntime.Functions.Discovery;

/// <summary>Waits for what a function's method returned and hands out the value inside.</summary>
internal static class ReturnValue
{
    private static readonly MethodInfo OfTask = Open(nameof(FromTask));
    private static readonly MethodInfo OfValueTask = Open(nameof(FromValueTask));

    /// <summary>The type of the value inside; <c>void</c> where there is none.</summary>
    public static Type TypeInside(Type returned)
    {
        if (returned == typeof(Task) || returned == typeof(ValueTask))
            return typeof(void);
        return Wrapper(returned) is null ? returned : returned.GetGenericArguments()[0];
    }

    public static Func<object?, Task<object?>> Unwrapper(Type returned)
    {
        if (returned == typeof(Task))
            return static async value => { await (Task)value!; return null; };
        if (returned == typeof(ValueTask))
            return static async value => { await (ValueTask)value!; return null; };
        return Wrapper(returned) is { } open
            ? open.MakeGenericMethod(TypeInside(returned)).CreateDelegate<Func<object?, Task<object?>>>()
            : static value => Task.FromResult(value);
    }

    private static MethodInfo? Wrapper(Type returned) =>
        !returned.IsGenericType ? null
        : returned.GetGenericTypeDefinition() == typeof(Task<>) ? OfTask
        : returned.GetGenericTypeDefinition() == typeof(ValueTask<>) ? OfValueTask
        : null;

    private static MethodInfo Open(string name) => typeof(ReturnValue).GetMethod(name, BindingFlags.Static | BindingFlags.NonPublic)!;

    private static async Task<object?> FromTask<T>(object? task) => await (Task<T>)task!;

    private static async Task<object?> FromValueTask<T>(object? task) => await (ValueTask<T>)task!;
}

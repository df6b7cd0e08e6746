using System.Reflection;
using System.Reflection.Emit;
using AudioFunctions.LocalHost.Jobs;

namespace AudioFunctions.LocalHost.Tests.Jobs;

public sealed class AttributeBuilderTests
{
    [Fact]
    public void An_attribute_is_written_with_all_its_values()
    {
        var written = Write(new SampleAttribute("path", SampleKind.Second) { Connection = "c", Count = 3, Maybe = 4 });

        Assert.Equal(("path", SampleKind.Second, "c", 3), (written.Path, written.Kind, written.Connection, written.Count));
    }

    [Fact]
    public void Values_that_are_not_set_stay_unset()
    {
        var written = Write(new SampleAttribute("path"));

        Assert.Equal(("path", SampleKind.First, null, 0), (written.Path, written.Kind, written.Connection, written.Count));
    }

    [Fact]
    public void A_type_without_a_matching_constructor_is_reported()
    {
        var failure = Assert.Throws<InvalidOperationException>(() => AttributeBuilder.From(new ClosedAttribute(1)));

        Assert.StartsWith(nameof(ClosedAttribute), failure.Message, StringComparison.Ordinal);
    }

    private static SampleAttribute Write(Attribute attribute)
    {
        var type = AssemblyBuilder.DefineDynamicAssembly(new AssemblyName("Sample"), AssemblyBuilderAccess.Run).DefineDynamicModule("Sample").DefineType("Sample");
        type.SetCustomAttribute(AttributeBuilder.From(attribute));
        return type.CreateType().GetCustomAttribute<SampleAttribute>()!;
    }
}

public enum SampleKind
{
    First,
    Second,
}

[AttributeUsage(AttributeTargets.Class)]
public sealed class SampleAttribute(string path, SampleKind kind) : Attribute
{
    public SampleAttribute(string path) : this(path, SampleKind.First)
    {
    }

    public string Path { get; } = path;

    public SampleKind Kind { get; } = kind;

    public string? Connection { get; set; }

    public int Count { get; set; }

    /// <summary>Attributes can't have values of this type.</summary>
    public int? Maybe { get; set; }
}

[AttributeUsage(AttributeTargets.Class)]
public sealed class ClosedAttribute(int unknown) : Attribute
{
    public string Text { get; } = $"{unknown}";
}

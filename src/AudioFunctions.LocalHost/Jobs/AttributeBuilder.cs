using System.Reflection;
using System.Reflection.Emit;

namespace AudioFunctions.LocalHost.Jobs;

/// <summary>Converts an attribute instance to a <c>CustomAttributeBuilder</c> for emitted code.</summary>
internal static class AttributeBuilder
{
    public static CustomAttributeBuilder From(Attribute attribute)
    {
        var type = attribute.GetType();
        var values = type.GetProperties(BindingFlags.Instance | BindingFlags.Public)
            .Where(property => property.CanRead && property.GetIndexParameters().Length == 0 && property.Name != nameof(Attribute.TypeId))
            .Select(property => (Property: property, Value: property.GetValue(attribute)))
            .Where(pair => pair.Value is not null)
            .ToDictionary(pair => pair.Property.Name, StringComparer.OrdinalIgnoreCase);

        // Use the constructor that takes the most values, and set the rest as properties.
        var constructor = type.GetConstructors()
            .Where(candidate => candidate.GetParameters().All(parameter => values.ContainsKey(parameter.Name!)))
            .OrderByDescending(candidate => candidate.GetParameters().Length)
            .FirstOrDefault()
            ?? throw new InvalidOperationException($"{type.Name} has no constructor whose parameters match its properties.");
        var arguments = constructor.GetParameters().Select(parameter => values[parameter.Name!].Value).ToArray();
        var settable = values.Values.Where(pair => pair.Property.SetMethod is { IsPublic: true } && Nullable.GetUnderlyingType(pair.Property.PropertyType) is null).ToList();
        return new CustomAttributeBuilder(
            constructor, arguments, [.. settable.Select(pair => pair.Property)], [.. settable.Select(pair => pair.Value)]);
    }
}

using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.Serialization;

namespace Azure.Data.Tables.Entities;

/// <summary>
/// How a class maps to an entity, found out once per type: its public properties and fields, under <c>[DataMember(Name)]</c>
/// where given, without those marked <c>[IgnoreDataMember]</c>.
/// </summary>
internal sealed class EntityShape
{
    private static readonly ConcurrentDictionary<Type, EntityShape> Shapes = new();

    private readonly Dictionary<string, EntityColumn> _byName = new(StringComparer.Ordinal);

    private EntityShape(Type type)
    {
        foreach (var member in type.GetMembers(BindingFlags.Public | BindingFlags.Instance))
        {
            if (member.IsDefined(typeof(IgnoreDataMemberAttribute)) || EntityColumn.For(member) is not { } column)
                continue;

            // A property hidden by one of a derived class comes second.
            if (_byName.TryAdd(column.Name, column) && column.IsWritten)
                Written.Add(column);
        }
    }

    /// <summary>What a write sends.</summary>
    public List<EntityColumn> Written { get; } = [];

    public static EntityShape Of(Type type) => Shapes.GetOrAdd(type, static t => new EntityShape(t));

    /// <summary>The column a property of an answer goes to; null where the class has none.</summary>
    public EntityColumn? Column(ReadOnlySpan<char> name) =>
        _byName.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(name, out var column) ? column : null;
}

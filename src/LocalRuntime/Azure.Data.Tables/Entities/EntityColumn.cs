using System.Reflection;
using System.Runtime.Serialization;

namespace Azure.Data.Tables.Entities;

/// <summary>One property or field of an entity class.</summary>
internal sealed class EntityColumn
{
    private readonly Func<object, object?> _get;

    private EntityColumn(MemberInfo member, Type type, Func<object, object?> get, Action<object, object?>? set)
    {
        Name = member.Name == PropertyNames.ETag
            ? PropertyNames.ODataETag
            : member.GetCustomAttribute<DataMemberAttribute>()?.Name ?? member.Name;
        Type = Nullable.GetUnderlyingType(type) ?? type;
        AcceptsNull = !type.IsValueType || Type != type;
        _get = get;
        Set = set;
    }

    public string Name { get; }

    /// <summary>Without the Nullable.</summary>
    public Type Type { get; }

    public bool AcceptsNull { get; }

    /// <summary>Version and time of the last write are the service's own.</summary>
    public bool IsWritten => Name is not (PropertyNames.ODataETag or PropertyNames.Timestamp);

    /// <summary>Null for what has no public setter.</summary>
    public Action<object, object?>? Set { get; }

    /// <summary>Null for a member that is neither a readable property without index nor a field.</summary>
    public static EntityColumn? For(MemberInfo member) => member switch
    {
        PropertyInfo { GetMethod.IsPublic: true } property when property.GetIndexParameters().Length == 0 =>
            new(member, property.PropertyType, Getter(property), Setter(property)),
        FieldInfo field => new(member, field.FieldType, field.GetValue, field.IsInitOnly ? null : field.SetValue),
        _ => null,
    };

    public object? Get(object entity) => _get(entity);

    private static Func<object, object?> Getter(PropertyInfo property) =>
        property.DeclaringType!.IsValueType
            ? property.GetValue
            : (Func<object, object?>)Typed(nameof(TypedGetter), property).Invoke(null, [property.GetMethod!])!;

    private static Action<object, object?>? Setter(PropertyInfo property) => property switch
    {
        { SetMethod: not { IsPublic: true } } => null,
        { DeclaringType.IsValueType: true } => property.SetValue,
        _ => (Action<object, object?>)Typed(nameof(TypedSetter), property).Invoke(null, [property.SetMethod!])!,
    };

    private static MethodInfo Typed(string name, PropertyInfo property) =>
        typeof(EntityColumn).GetMethod(name, BindingFlags.NonPublic | BindingFlags.Static)!
            .MakeGenericMethod(property.DeclaringType!, property.PropertyType);

    private static Func<object, object?> TypedGetter<TEntity, TValue>(MethodInfo getter)
    {
        var get = getter.CreateDelegate<Func<TEntity, TValue>>();
        return entity => get((TEntity)entity);
    }

    private static Action<object, object?> TypedSetter<TEntity, TValue>(MethodInfo setter)
    {
        var set = setter.CreateDelegate<Action<TEntity, TValue>>();
        return (entity, value) => set((TEntity)entity, (TValue)value!);
    }
}

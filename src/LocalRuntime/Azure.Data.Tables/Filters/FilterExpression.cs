using System.Diagnostics.CodeAnalysis;
using System.Linq.Expressions;
using System.Reflection;
using System.Runtime.Serialization;

namespace Azure.Data.Tables.Filters;

/// <summary>
/// Translates a predicate over an entity into the filter language: comparisons, <c>&amp;&amp;</c>, <c>||</c>, <c>!</c>, bool properties,
/// <c>string.CompareTo</c> and <c>string.Compare</c> against 0, and a <see cref="TableEntity"/>'s getters and indexer. What does not
/// touch the entity is evaluated here.
/// </summary>
internal sealed class FilterExpression
{
    private readonly ParameterExpression _entity;

    private FilterExpression(ParameterExpression entity)
    {
        _entity = entity;
    }

    /// <exception cref="NotSupportedException">The service cannot evaluate the predicate.</exception>
    public static string Create<T>(Expression<Func<T, bool>> predicate)
    {
        ArgumentNullException.ThrowIfNull(predicate);
        return new FilterExpression(predicate.Parameters[0]).Condition(predicate.Body);
    }

    private string Condition(Expression expression) => expression switch
    {
        BinaryExpression { NodeType: ExpressionType.AndAlso } both => $"({Condition(both.Left)}) and ({Condition(both.Right)})",
        BinaryExpression { NodeType: ExpressionType.OrElse } either => $"({Condition(either.Left)}) or ({Condition(either.Right)})",
        BinaryExpression comparison => Comparison(comparison),
        UnaryExpression { NodeType: ExpressionType.Not } not => $"not ({Condition(not.Operand)})",
        _ => $"{Property(expression)} eq true",
    };

    private string Comparison(BinaryExpression comparison)
    {
        var (left, right) = TextComparison(comparison) ?? (comparison.Left, comparison.Right);
        return TryProperty(left, out var name)
            ? $"{name} {Operator(comparison, mirrored: false)} {Literal(right, Bare(left).Type)}"
            : $"{Property(right)} {Operator(comparison, mirrored: true)} {Literal(left, Bare(right).Type)}";
    }

    /// <summary>The two texts of <c>a.CompareTo(b) op 0</c> or <c>string.Compare(a, b) op 0</c>.</summary>
    private static (Expression Left, Expression Right)? TextComparison(BinaryExpression comparison)
    {
        if (comparison is not { Left: MethodCallExpression call, Right: ConstantExpression { Value: 0 } })
            return null;

        return call switch
        {
            { Method.Name: nameof(string.CompareTo), Object: { } text, Arguments: [var other] } when text.Type == typeof(string) =>
                (text, other),
            { Method.Name: nameof(string.Compare), Arguments: [var text, var other] } when call.Method.DeclaringType == typeof(string) =>
                (text, other),
            _ => null,
        };
    }

    private string Property(Expression expression) =>
        TryProperty(expression, out var name)
            ? name
            : throw new NotSupportedException($"The table service cannot evaluate '{expression}'.");

    private bool TryProperty(Expression expression, [NotNullWhen(true)] out string? name)
    {
        name = Bare(expression) switch
        {
            MemberExpression { Expression: { } owner } member when Bare(owner) == _entity =>
                member.Member.GetCustomAttribute<DataMemberAttribute>()?.Name ?? member.Member.Name,
            MemberExpression { Member.Name: "Value", Expression: { } nullable }
                when Nullable.GetUnderlyingType(nullable.Type) is not null => TryProperty(nullable, out var inner) ? inner : null,
            MethodCallExpression { Object: { } owner, Arguments: [var key] } when owner == _entity && owner.Type == typeof(TableEntity) =>
                (string?)Value(key),
            _ => null,
        };
        return name is not null;
    }

    private static string Literal(Expression expression, Type compared)
    {
        var value = Value(expression);
        var type = Nullable.GetUnderlyingType(compared) ?? compared;

        // The compiler compares enums by number; they are stored by name.
        return ODataLiteral.Of(type.IsEnum && value is not null ? Enum.ToObject(type, value) : value);
    }

    private static object? Value(Expression expression)
    {
        try
        {
            return expression is ConstantExpression constant
                ? constant.Value
                : Expression.Lambda<Func<object?>>(Expression.Convert(expression, typeof(object))).Compile(preferInterpretation: true)();
        }
        catch (InvalidOperationException e)
        {
            // It mentions the entity, whose values only the service has.
            throw new NotSupportedException($"The table service cannot evaluate '{expression}'.", e);
        }
    }

    private static Expression Bare(Expression expression)
    {
        while (expression is UnaryExpression { NodeType: ExpressionType.Convert or ExpressionType.ConvertChecked } convert)
        {
            expression = convert.Operand;
        }

        return expression;
    }

    private static string Operator(BinaryExpression comparison, bool mirrored) => (comparison.NodeType, mirrored) switch
    {
        (ExpressionType.Equal, _) => "eq",
        (ExpressionType.NotEqual, _) => "ne",
        (ExpressionType.LessThan, false) or (ExpressionType.GreaterThan, true) => "lt",
        (ExpressionType.LessThanOrEqual, false) or (ExpressionType.GreaterThanOrEqual, true) => "le",
        (ExpressionType.GreaterThan, false) or (ExpressionType.LessThan, true) => "gt",
        (ExpressionType.GreaterThanOrEqual, false) or (ExpressionType.LessThanOrEqual, true) => "ge",
        _ => throw new NotSupportedException($"The table service has no operator for '{comparison}'."),
    };
}

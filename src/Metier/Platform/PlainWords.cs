using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;

namespace Metier.Platform;

/// <summary>
/// One thing typed into a search, for looking it up in plain columns: as text, or as the ids of the skills it names.
/// </summary>
/// <param name="Unwanted">It must not be there.</param>
public sealed record PlainWord(string Text, IReadOnlyList<string> SkillIds, bool Unwanted);

/// <summary>A piece of a list read straight from the database, with what it takes to go on in both directions.</summary>
/// <param name="Keys">When and id of each, the newest first.</param>
public sealed record PlainPage(IReadOnlyList<(DateTime At, Guid Id)> Keys, bool HasNext, bool HasPrevious)
{
    /// <summary>Nothing.</summary>
    public static PlainPage Empty { get; } = new([], false, false);
}

/// <summary>Conditions that are put together while a search is read.</summary>
internal static class Conditions
{
    /// <summary>Whether a column contains a text, in any case of its letters as far as the database knows them.</summary>
    public static Expression<Func<T, bool>> Contains<T>(
        Expression<Func<T, string>> column,
        string text,
        Dialect dialect
    )
    {
        var pattern = Dialects.Contains(text);
        Expression<Func<string, bool>> like =
            dialect == Dialect.Postgres
                ? c => EF.Functions.ILike(c, pattern, "\\")
                : c => EF.Functions.Like(c, pattern, "\\");
        return Expression.Lambda<Func<T, bool>>(Put(like, column.Body), column.Parameters);
    }

    /// <summary>Any of these; nothing when there is none.</summary>
    public static Expression<Func<T, bool>> Any<T>(IEnumerable<Expression<Func<T, bool>>> some)
    {
        var row = Expression.Parameter(typeof(T), "row");
        return Expression.Lambda<Func<T, bool>>(
            some.Select(s => Put(s, row)).DefaultIfEmpty(Expression.Constant(false)).Aggregate(Expression.OrElse),
            row
        );
    }

    /// <summary>The opposite.</summary>
    public static Expression<Func<T, bool>> Not<T>(Expression<Func<T, bool>> condition) =>
        Expression.Lambda<Func<T, bool>>(Expression.Not(condition.Body), condition.Parameters);

    private static Expression Put(LambdaExpression into, Expression value) =>
        new Replace(into.Parameters[0], value).Visit(into.Body)!;

    private sealed class Replace(Expression from, Expression to) : ExpressionVisitor
    {
        public override Expression? Visit(Expression? node) => node == from ? to : base.Visit(node);
    }
}

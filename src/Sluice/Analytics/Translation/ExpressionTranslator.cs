using Microsoft.OData.Edm;
using Microsoft.OData.UriParser;
using Sluice.Analytics.Model;
using Sluice.Analytics.Queries;
using Sluice.Lake.Schema;

namespace Sluice.Analytics.Translation;

/// <summary>Translates expressions of the OData parser into those of the query model.</summary>
/// <param name="rows">The rows that <c>$it</c> refers to.</param>
/// <param name="maxDepth">The greatest nesting depth of an expression.</param>
/// <param name="now">The value of <c>now()</c>.</param>
/// <param name="it">The range variable of the rows, if variables of other rows are possible; otherwise <see langword="null"/>.</param>
/// <param name="lists">The numbers of the lists of <c>in</c>.</param>
/// <param name="claims">The claims of a filter of rows; <see langword="null"/> for expressions of requests, which have none.</param>
internal sealed class ExpressionTranslator(
    IPropertyScope rows, int maxDepth, DateTime now, RangeVariable? it, NumberLists lists, ClaimValues? claims = null)
{
    private readonly Dictionary<RangeVariable, RowScope> lambdas = [];
    private int depth;

    /// <summary>Translates a condition.</summary>
    /// <exception cref="QueryRefusedException">It is not a condition, or a part of it is not supported.</exception>
    public QueryExpression Condition(SingleValueNode node) => Unsettled(node) is { Kind: ColumnKind.Boolean } condition
        ? condition
        : throw new QueryRefusedException("A condition must be true or false.");

    /// <summary>Translates a value. A number may become an <see cref="EitherExpression"/>.</summary>
    /// <exception cref="QueryRefusedException">A part of it is not supported.</exception>
    public QueryExpression Value(SingleValueNode node) => Numbers.Settle(Unsettled(node));

    private QueryExpression Unsettled(SingleValueNode node)
    {
        if (++depth > maxDepth)
        {
            throw new QueryRefusedException($"An expression is nested deeper than the allowed {maxDepth} levels.");
        }

        try
        {
            return node switch
            {
                ConstantNode constant => Literals.Create(constant, null),
                ConvertNode convert => Convert(convert),
                SingleValuePropertyAccessNode access => Property(access),
                BinaryOperatorNode binary => Binary(binary),
                UnaryOperatorNode unary => Unary(unary),
                SingleValueFunctionCallNode { Name: "now" } => new ParameterExpression(now, ColumnKind.Timestamp),
                SingleValueFunctionCallNode { Name: "totalseconds" } call => Seconds(Only(call)),
                SingleValueFunctionCallNode { Name: "cast" } call => Cast(call),
                SingleValueFunctionCallNode { Name: "isof" } call => IsOf(call),
                SingleValueFunctionCallNode call => Functions.Create(call.Name, [.. Arguments(call).Select(a => Argument(call, a))]),
                InNode @in => In(@in),
                AnyNode any => new ExistsExpression(Related(any.Source, any.CurrentRangeVariable, any.Body, isAll: false)),
                AllNode all =>
                    new NotExpression(new ExistsExpression(Related(all.Source, all.CurrentRangeVariable, all.Body, isAll: true))),
                CountNode count => Count(count),
                ParameterAliasNode => throw new QueryRefusedException(claims is null
                    ? "A parameter alias has no value here."
                    : "A claim stands on the right of a comparison, such as city eq @claim.city, or in a function of texts."),
                _ => throw Unknown(node),
            };
        }
        finally
        {
            depth--;
        }
    }

    private static QueryRefusedException Unknown(QueryNode node) => new(node switch
    {
        SingleNavigationNode or SingleComplexNode or ResourceRangeVariableReferenceNode =>
            "A row is not a value: name one of its properties, as in owner/id.",
        CollectionNavigationNode or CollectionFunctionCallNode => "A collection of rows is not a value: ask for any, all or $count of it.",
        _ => "A part of the expression is not supported.",
    });

    private QueryExpression Property(SingleValuePropertyAccessNode access)
    {
        List<string> path = [access.Property.Name];
        QueryNode source = access.Source;
        List<string> navigations = [];
        while (true)
        {
            switch (source)
            {
                case SingleComplexNode complex:
                    path.Insert(0, complex.Property.Name);
                    source = complex.Source;
                    continue;
                case SingleNavigationNode navigation:
                    navigations.Insert(0, navigation.NavigationProperty.Name);
                    source = navigation.Source;
                    continue;
                case ResourceRangeVariableReferenceNode variable:
                    return Lambda(variable.RangeVariable) is { } row
                        ? Property(Navigate(row, navigations), path[0])
                        : navigations.Count == 0
                            ? rows.Property(path)
                            : Property(Navigate(rows.Row, navigations), path[0]);
                default:
                    throw Unknown(source);
            }
        }
    }

    /// <summary>The row of a variable of any or all; <see langword="null"/> if the variable is the rows themselves.</summary>
    private RowScope? Lambda(RangeVariable variable) => lambdas.GetValueOrDefault(variable)
        ?? (it is null || it == variable
            ? null
            : throw new QueryRefusedException(
                "In $expand, $it is the parent row, and its properties cannot be used there."));

    private static ColumnExpression Property(RowScope row, string name) => row.Property(name);

    private static RowScope Navigate(RowScope row, IEnumerable<string> path) =>
        path.Aggregate(row, (r, name) => r.Navigate(r.Set.FindNavigation(name)!));

    private QueryExpression Convert(ConvertNode convert)
    {
        if (convert.Source is ConstantNode constant)
        {
            return Literals.Create(constant, convert.TypeReference);
        }

        var value = Unsettled(convert.Source);

        // SQL converts between kinds of numbers implicitly.
        return value.Kind == ColumnKind.Date && convert.TypeReference.IsDateTimeOffset()
            ? Functions.Cast(value, ColumnKind.Timestamp)
            : value;
    }

    private QueryExpression Binary(BinaryOperatorNode binary)
    {
        if (binary.OperatorKind is BinaryOperatorKind.And or BinaryOperatorKind.Or)
        {
            var isAnd = binary.OperatorKind == BinaryOperatorKind.And;
            return new LogicalExpression(isAnd, [.. Chain(binary).Select(Condition)]);
        }

        if (Comparison(binary.OperatorKind) is { } comparison)
        {
            return claims is not null && ClaimValues.AliasOf(binary.Right) is { } right
                ? claims.Compare(comparison, Unsettled(binary.Left), right)
                : IsDuration(binary.Left) || IsDuration(binary.Right)
                ? Comparisons.Create(comparison, Seconds(binary.Left), Seconds(binary.Right))
                : Comparisons.Create(comparison, Unsettled(binary.Left), Unsettled(binary.Right));
        }

        if (binary.OperatorKind is BinaryOperatorKind.Add or BinaryOperatorKind.Subtract && IsDuration(binary.Right) && !IsDuration(binary))
        {
            return Functions.Later(
                Unsettled(binary.Left), Length(binary.Right) * (binary.OperatorKind == BinaryOperatorKind.Add ? 1 : -1));
        }

        return IsDuration(binary)
            ? throw new QueryRefusedException("A duration can only be compared, or passed to totalseconds.")
            : Functions.Arithmetic(binary.OperatorKind, Unsettled(binary.Left), Unsettled(binary.Right));
    }

    // The parser turns a long chain into a deep tree. Flatten it into one condition with many parts.
    private static List<SingleValueNode> Chain(BinaryOperatorNode chain)
    {
        List<SingleValueNode> parts = [];
        Stack<SingleValueNode> open = new([chain]);
        while (open.TryPop(out var node))
        {
            node = node is ConvertNode { Source: BinaryOperatorNode inner } && inner.OperatorKind == chain.OperatorKind ? inner : node;
            if (node is BinaryOperatorNode binary && binary.OperatorKind == chain.OperatorKind)
            {
                open.Push(binary.Right);
                open.Push(binary.Left);
            }
            else
            {
                parts.Add(node);
            }
        }

        return parts;
    }

    private static ComparisonOperator? Comparison(BinaryOperatorKind kind) => kind switch
    {
        BinaryOperatorKind.Equal => ComparisonOperator.Equal,
        BinaryOperatorKind.NotEqual => ComparisonOperator.NotEqual,
        BinaryOperatorKind.LessThan => ComparisonOperator.Less,
        BinaryOperatorKind.LessThanOrEqual => ComparisonOperator.LessOrEqual,
        BinaryOperatorKind.GreaterThan => ComparisonOperator.Greater,
        BinaryOperatorKind.GreaterThanOrEqual => ComparisonOperator.GreaterOrEqual,
        _ => null,
    };

    private QueryExpression Unary(UnaryOperatorNode unary) => unary.OperatorKind == UnaryOperatorKind.Not
        ? new NotExpression(Condition(unary.Operand))
        : IsDuration(unary) ? throw new QueryRefusedException("A duration cannot be negated.") : Functions.Negate(Unsettled(unary.Operand));

    private static TimeSpan Length(SingleValueNode node) => node switch
    {
        ConvertNode convert => Length(convert.Source),
        ConstantNode { Value: TimeSpan time } => time,
        UnaryOperatorNode { OperatorKind: UnaryOperatorKind.Negate } negated => -Length(negated.Operand),
        _ => throw QueryRefusedException.Unsupported("Only a literal duration can be added to a date or timestamp."),
    };

    private static bool IsDuration(SingleValueNode node) => node.TypeReference?.IsDuration() == true;

    /// <summary>A duration, in seconds.</summary>
    private QueryExpression Seconds(SingleValueNode node) => node switch
    {
        ConvertNode convert => Seconds(convert.Source),
        ConstantNode { Value: TimeSpan time } => new ParameterExpression(time.TotalSeconds, ColumnKind.Double),
        ConstantNode { Value: null } => new ParameterExpression(null, ColumnKind.Double),
        BinaryOperatorNode { OperatorKind: BinaryOperatorKind.Subtract } difference
            when Value(difference.Left) is { Kind: ColumnKind.Timestamp or ColumnKind.Date } left
                && Value(difference.Right) is { Kind: ColumnKind.Timestamp or ColumnKind.Date } right =>
            Functions.SecondsBetween(left, right),
        BinaryOperatorNode { OperatorKind: BinaryOperatorKind.Add or BinaryOperatorKind.Subtract } both
            when IsDuration(both.Left) && IsDuration(both.Right) =>
            Functions.Arithmetic(both.OperatorKind, Seconds(both.Left), Seconds(both.Right)),
        UnaryOperatorNode { OperatorKind: UnaryOperatorKind.Negate } negated => Functions.Negate(Seconds(negated.Operand)),
        _ => throw new QueryRefusedException("A duration can only be the difference of two dates or timestamps, or a literal."),
    };

    private QueryExpression Cast(SingleValueFunctionCallNode call)
    {
        var arguments = call.Parameters.ToList();
        if (arguments is not [SingleValueNode source, ConstantNode { Value: string type }])
        {
            throw new QueryRefusedException("cast needs a value and the name of a type.");
        }

        var value = Unsettled(source);
        return (value.Kind, type) switch
        {
            (ColumnKind.Int64 or ColumnKind.Decimal or ColumnKind.Double, "Edm.Double") => Numbers.AsDouble(value),
            (ColumnKind.Int64 or ColumnKind.Decimal, "Edm.Decimal") => value,
            (ColumnKind.Date, "Edm.DateTimeOffset") => Functions.Cast(value, ColumnKind.Timestamp),
            (ColumnKind.Timestamp, "Edm.Date") => Functions.Create("date", [value]),
            (ColumnKind.Timestamp, "Edm.TimeOfDay") => Functions.Create("time", [value]),
            (_, "Edm.String") => Functions.AsText(value),
            _ when type == $"Edm.{EdmTypes.NameOf(value.Kind)}" => value,
            _ => throw QueryRefusedException.Unsupported(
                "cast can convert a number to Edm.Double, a whole number to Edm.Decimal, a date to Edm.DateTimeOffset, a timestamp to "
                + "Edm.Date and Edm.TimeOfDay, and a whole number, date, true or false to Edm.String."),
        };
    }

    // No type is derived from another one, and null is of no type.
    private QueryExpression IsOf(SingleValueFunctionCallNode call)
    {
        if (call.Parameters.ToList() is not [SingleValueNode source, ConstantNode { Value: string type }])
        {
            throw QueryRefusedException.Unsupported("isof needs a value and the name of a type.");
        }

        var value = Value(source);
        return type != $"Edm.{EdmTypes.NameOf(value.Kind)}" ? Comparisons.Always(false)
            : new NotExpression(new IsNullExpression(value is EitherExpression ? Numbers.AsDouble(value) : value));
    }

    private static SingleValueNode Only(SingleValueFunctionCallNode call) =>
        call.Parameters.ToList() is [SingleValueNode only] ? only : throw new QueryRefusedException($"{call.Name} takes one value.");

    private static IEnumerable<SingleValueNode> Arguments(SingleValueFunctionCallNode call) =>
        call.Parameters.Select(p => p as SingleValueNode ?? throw new QueryRefusedException($"{call.Name} takes single values."));

    private QueryExpression Argument(SingleValueFunctionCallNode call, SingleValueNode node) =>
        claims is not null && ClaimValues.AliasOf(node) is { } alias ? claims.Argument(call.Name, alias) : Unsettled(node);

    private QueryExpression In(InNode @in)
    {
        if (@in.Right is not CollectionConstantNode { Collection: { } collection } constants)
        {
            throw new QueryRefusedException("in needs a list of literals.");
        }

        var values = collection.Select(c => lists.Find(c) ?? Literals.Create(c, constants.ItemType)).ToList();
        return Comparisons.In(Unsettled(@in.Left), values);
    }

    private CountExpression Count(CountNode count) => count is { FilterClause: null, SearchClause: null }
        ? new CountExpression(Related(count.Source, null, null, isAll: false))
        : throw new QueryRefusedException("$count of related rows has no options here.");

    /// <summary>The related rows of a row: those that satisfy a condition or, for all, those that do not.</summary>
    private Select Related(CollectionNode source, RangeVariable? variable, SingleValueNode? body, bool isAll)
    {
        if (source is not CollectionNavigationNode collection)
        {
            throw Unknown(source);
        }

        List<string> path = [];
        QueryNode? from = collection.Source;
        while (from is SingleNavigationNode navigation)
        {
            path.Insert(0, navigation.NavigationProperty.Name);
            from = navigation.Source;
        }

        if (from is not ResourceRangeVariableReferenceNode reference)
        {
            throw Unknown(source);
        }

        var row = Navigate(Lambda(reference.RangeVariable) ?? rows.Row, path);
        var relation = row.Set.FindNavigation(collection.NavigationProperty.Name)!;
        var alias = rows.NewAlias();
        var target = RowScope.FromTable(relation.Target, alias, rows.NewAlias);

        // A null key refers to nothing, so compare the columns as SQL does, as if they were not nullable.
        List<QueryExpression> conditions =
        [
            .. relation.Pairs.Select(p => new ComparisonExpression(
                ComparisonOperator.Equal, RowScope.Column(alias, p.Other, false), row.Property(p.Own) with { Nullable = false })),
        ];
        if (body is not null && body is not ConstantNode { Value: true })
        {
            if (variable is not null)
            {
                lambdas[variable] = target;
            }

            var condition = Condition(body);
            conditions.Add(isAll ? Comparisons.IsNotTrue(condition) : condition);
        }

        return new Select
        {
            Source = relation.Target.Source,
            Alias = alias,
            Joins = target.Joins,
            Where = Comparisons.All(conditions),
            Columns = [new Projection(body is null && variable is null ? Rows() : new ParameterExpression(1L, ColumnKind.Int64), "n")],
            GroupBy = body is null && variable is null ? [] : null,
        };

        static AggregateExpression Rows() => new(AggregateMethod.Count, null, ColumnKind.Int64);
    }
}

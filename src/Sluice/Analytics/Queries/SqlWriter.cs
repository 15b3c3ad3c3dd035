using System.Text;
using Sluice.Lake.Schema;

namespace Sluice.Analytics.Queries;

/// <summary>Writes a select as SQL text of a dialect. Every value becomes a parameter, and every name is quoted.</summary>
internal sealed class SqlWriter
{
    private const string RowNumber = "#n";
    private const string InnerAlias = "i";

    // Expressions that are used repeatedly are written repeatedly, so nested ones can grow exponentially. This limits them.
    private const int MaxText = 1_000_000;

    private readonly ISqlDialect dialect;
    private readonly Infinities infinities;
    private readonly List<ParameterExpression> parameters = [];
    private readonly HashSet<Table> tables = [];

    private SqlWriter(ISqlDialect dialect)
    {
        this.dialect = dialect;
        infinities = new Infinities(dialect.HasInfinity);
    }

    /// <summary>Writes a select.</summary>
    /// <exception cref="QueryRefusedException">It has more parameters than the dialect allows, or becomes too long.</exception>
    public static QueryText Write(Select select, ISqlDialect dialect)
    {
        var writer = new SqlWriter(dialect);
        var sql = writer.Text(select, isOutermost: true);
        return writer.parameters.Count <= dialect.MaxParameters
            ? new QueryText(sql, writer.parameters) { Tables = writer.tables }
            : throw new QueryRefusedException("The request is too complex: its query would have too many values.");
    }

    private string Text(Select select, bool isOutermost = false)
    {
        if (dialect.HasPercentilesAsWindows
            && select.Columns.Any(c => c.Value is AggregateExpression a && Percentiles.ShareOf(a.Method) is not null))
        {
            select = WithPercentilesAsWindows(select);
        }

        // Write the clauses in order, so that parameters are numbered in the order of the text: some drivers expect that.
        var columns = string.Join(", ", select.Columns.Select(Column));
        var sql = new StringBuilder("SELECT ").Append(columns).Append(" FROM ").Append(Source(select.Source, select.Alias));
        foreach (var join in select.Joins)
        {
            sql.Append(Join(join));
        }

        if (select.Where is { } where)
        {
            sql.Append(" WHERE ").Append(Condition(where, exact: false));
        }

        if (select.GroupBy is { Count: > 0 } groups)
        {
            sql.Append(" GROUP BY ").AppendJoin(", ", groups.Select(Comparable));
        }

        var isCut = select.Skip > 0 || select.Top is not null;
        if (select.OrderBy.Count > 0 && (isOutermost || isCut))
        {
            sql.Append(" ORDER BY ").Append(Orderings(select.OrderBy));
        }

        if (isCut)
        {
            sql.Append(' ').Append(dialect.Page(Number(select.Skip), select.Top is { } top ? Number(top) : null));
        }

        return sql.ToString();

        string Column(Projection column)
        {
            var value = select.GroupBy is not null && column.Value is ColumnExpression
                ? dialect.Grouped(Value(column.Value), column.Value.Kind)
                : Value(column.Value);
            return $"{(column.AsText ? dialect.DecimalAsText(value) : value)} AS {dialect.Quote(column.Name)}";
        }
    }

    private static Select WithPercentilesAsWindows(Select select)
    {
        List<Projection> inner = [];
        List<Projection> outer = [];
        var groups = select.GroupBy ?? [];
        foreach (var column in select.Columns)
        {
            if (column.Value is AggregateExpression { Argument: { } argument, Method: var method }
                && Percentiles.ShareOf(method) is { } share)
            {
                var name = $"#m{inner.Count}";
                inner.Add(new Projection(new PercentileExpression(share, argument, groups), name));
                outer.Add(column with
                {
                    Value = new AggregateExpression(
                        AggregateMethod.Max, new ColumnExpression(select.Alias + InnerAlias, name, ColumnKind.Double, true),
                        ColumnKind.Double),
                });
            }
            else
            {
                outer.Add(column with
                {
                    Value = column.Value switch
                    {
                        AggregateExpression { Argument: { } other } aggregate => aggregate with { Argument = Through(other) },
                        ColumnExpression group => Through(group),
                        var value => value,
                    },
                });
            }
        }

        return select with
        {
            Source = select with { Columns = inner, GroupBy = null, OrderBy = [], Skip = 0, Top = null },
            Alias = select.Alias + InnerAlias,
            Joins = [],
            Where = null,
            Columns = outer,
            GroupBy = select.GroupBy?.Select(Through).ToList(),
        };

        ColumnExpression Through(ColumnExpression column)
        {
            if (!inner.Any(p => p.Name == column.Name))
            {
                inner.Add(new Projection(column, column.Name));
            }

            return column with { Alias = select.Alias + InnerAlias };
        }
    }

    private string Source(Relation relation, string alias) => relation switch
    {
        Table table => $"{Name(table)} AS {dialect.Quote(alias)}",
        Select select => $"({Text(select)}) AS {dialect.Quote(alias)}",
        Union union => $"({string.Join(" UNION ALL ", union.Selects.Select(s => Text(s)))}) AS {dialect.Quote(alias)}",
        ParameterRows rows => $"(VALUES {string.Join(", ", rows.Rows.Select(r => $"({string.Join(", ", r.Select(Value))})"))}) "
            + $"AS {dialect.Quote(alias)} ({string.Join(", ", rows.Columns.Select(dialect.Quote))})",
        _ => throw new ArgumentOutOfRangeException(nameof(relation), relation.GetType().Name, "There is no such relation."),
    };

    private string Name(Table table)
    {
        tables.Add(table);
        return $"{dialect.Quote(table.Schema)}.{dialect.Quote(table.Name)}";
    }

    private string Join(Join join)
    {
        var on = string.Join(" AND ", join.On.Select(p => $"{Comparable(p.Left)} = {Comparable(p.Right)}"));
        if (join.IsInner || join.Order.Count == 0)
        {
            return $" {(join.IsInner ? "INNER" : "LEFT")} JOIN {Source(join.Source, join.Alias)} ON {on}";
        }

        var columns = string.Join(", ", join.Columns.Select(dialect.Quote));
        var partition = string.Join(", ", join.On.Select(p => dialect.Comparable(dialect.Quote(p.Right.Name), p.Right.Kind)));
        var order = string.Join(", ", join.Order.Select(dialect.Quote));
        return $" LEFT JOIN (SELECT {columns}, ROW_NUMBER() OVER (PARTITION BY {partition} ORDER BY {order}) AS {dialect.Quote(RowNumber)} "
            + $"FROM {Source(join.Source, InnerAlias)}) AS {dialect.Quote(join.Alias)} "
            + $"ON {on} AND {dialect.Quote(join.Alias)}.{dialect.Quote(RowNumber)} = 1";
    }

    private string Value(QueryExpression expression)
    {
        var text = Text(expression);
        return text.Length <= MaxText
            ? text
            : throw new QueryRefusedException("An expression is too complex: its query would be too long.");
    }

    private string Text(QueryExpression expression) => expression switch
    {
        ColumnExpression column => $"{dialect.Quote(column.Alias)}.{dialect.Quote(column.Name)}",
        ParameterExpression parameter => Parameter(parameter),
        FunctionExpression { Kind: not ColumnKind.Boolean } function => Function(function),
        CaseExpression @case => Case(@case),
        AggregateExpression aggregate => dialect.Aggregate(
            aggregate.Method,
            aggregate.Argument is { } argument ? Argument(aggregate.Method, argument) : "",
            aggregate.Argument?.Kind ?? ColumnKind.Int64),
        PercentileExpression percentile =>
            dialect.Percentile(percentile.Share, Value(percentile.Argument), [.. percentile.Partition.Select(Comparable)]),
        WindowExpression window => Window(window),
        CountExpression count => $"({Text(count.Rows)})",
        RowNumberExpression number => $"ROW_NUMBER() OVER (PARTITION BY {Comparable(number.Partition)} ORDER BY {Orderings(number.Order)})",
        PartitionCountExpression count =>
            $"{dialect.Aggregate(AggregateMethod.Count, "", ColumnKind.Int64)} OVER (PARTITION BY {Comparable(count.Partition)})",
        _ => ConditionAsValue(expression),
    };

    private string Window(WindowExpression window)
    {
        var aggregate = dialect.Aggregate(
            window.Method, window.Argument is { } argument ? Value(argument) : "", window.Argument?.Kind ?? ColumnKind.Int64);
        var rows = window.Order.Count == 0
            ? ""
            : $"ORDER BY {Orderings(window.Order)} ROWS BETWEEN UNBOUNDED PRECEDING AND "
                + (window.Method == AggregateMethod.Count ? "CURRENT ROW" : "1 PRECEDING");
        return $"{aggregate} OVER ({rows})";
    }

    private string Argument(AggregateMethod method, ColumnExpression argument) =>
        method is AggregateMethod.Min or AggregateMethod.Max or AggregateMethod.CountDistinct or AggregateMethod.ApproximateDistinct
            ? Comparable(argument) : Value(argument);

    private string ConditionAsValue(QueryExpression expression)
    {
        var condition = Condition(expression, exact: true);
        return dialect.HasBooleanValues ? $"({condition})" : dialect.ConditionAsValue(condition, expression.Nullable);
    }

    /// <summary>Writes a condition. If it need not be exact, it may be null instead of false, which makes simpler SQL.</summary>
    private string Condition(QueryExpression expression, bool exact) => expression switch
    {
        ComparisonExpression comparison when infinities.Without(comparison) is var finite && finite != comparison =>
            Condition(finite, exact),
        ComparisonExpression comparison => Comparison(comparison, exact),
        InExpression @in when infinities.Without(@in) is var finite && finite != @in => Condition(finite, exact),
        InExpression @in => In(@in, exact),
        IsNullExpression isNull => $"{Value(isNull.Value)} IS NULL",
        NotExpression { Operand: IsNullExpression isNull } => $"{Value(isNull.Value)} IS NOT NULL",
        NotExpression not => $"NOT ({Condition(not.Operand, exact: true)})",
        LogicalExpression logical => string.Join(
            logical.IsAnd ? " AND " : " OR ",
            logical.Operands.Select(o => o is LogicalExpression ? $"({Condition(o, exact)})" : Condition(o, exact))),
        ExistsExpression exists => $"EXISTS ({Text(exists.Rows)})",
        FunctionExpression { Kind: ColumnKind.Boolean } function => Function(function),
        ParameterExpression or ColumnExpression or CaseExpression =>
            dialect.HasBooleanValues ? Value(expression) : dialect.ValueAsCondition(Value(expression)),
        _ => throw new ArgumentOutOfRangeException(nameof(expression), expression.GetType().Name, "That is not a condition."),
    };

    private string Comparison(ComparisonExpression comparison, bool exact)
    {
        var left = Comparable(comparison.Left);
        var right = Comparable(comparison.Right);
        var (leftNull, rightNull) = (comparison.Left.Nullable, comparison.Right.Nullable);
        var isNaN = IsNaN(comparison, left, right);
        switch (comparison.Operator)
        {
            case ComparisonOperator.Equal when (leftNull || rightNull) && (exact || (leftNull && rightNull)):
                return Same();
            case ComparisonOperator.NotEqual when leftNull || rightNull:
                return $"NOT ({Same()})";
            case ComparisonOperator.NotEqual when isNaN is not null:
                return $"({left} <> {right} OR {isNaN})";
            default:
                var condition = $"{left} {Symbol(comparison.Operator)} {right}";
                return Exactly(isNaN is null ? condition : $"({condition} AND NOT {isNaN})", exact, [(left, leftNull), (right, rightNull)]);
        }

        string Same() => isNaN is null
            ? dialect.IsNotDistinct(left, right)
            : $"({dialect.IsNotDistinct(left, right)} AND ({left} IS NULL OR NOT {isNaN}))";
    }

    /// <summary>
    /// The condition under which the database compares wrongly, because it treats <c>NaN</c> as the greatest number and as equal to itself:
    /// if the greater side is <c>NaN</c>, or if both sides are (one of them is checked, because the database only calls them equal if both
    /// are). <see langword="null"/> if that is impossible.
    /// </summary>
    private string? IsNaN(ComparisonExpression comparison, string left, string right)
    {
        var (leftMay, rightMay) = (MayBeNaN(comparison.Left), MayBeNaN(comparison.Right));
        return comparison.Operator switch
        {
            ComparisonOperator.Greater or ComparisonOperator.GreaterOrEqual => leftMay ? dialect.IsNaN(left) : null,
            ComparisonOperator.Less or ComparisonOperator.LessOrEqual => rightMay ? dialect.IsNaN(right) : null,
            _ => leftMay && rightMay ? dialect.IsNaN(left) : null,
        };
    }

    private bool MayBeNaN(QueryExpression value) =>
        dialect.HasInfinity && value.Kind == ColumnKind.Double && value is not ParameterExpression;

    private string In(InExpression @in, bool exact)
    {
        var value = Comparable(@in.Value);
        return Exactly($"{value} IN ({string.Join(", ", @in.Values.Select(Comparable))})", exact, [(value, @in.Value.Nullable)]);
    }

    private static string Exactly(string condition, bool exact, params ReadOnlySpan<(string Text, bool Nullable)> operands)
    {
        if (!exact)
        {
            return condition;
        }

        var all = new StringBuilder(condition);
        foreach (var (text, nullable) in operands)
        {
            if (nullable)
            {
                all.Append(" AND ").Append(text).Append(" IS NOT NULL");
            }
        }

        return all.Length == condition.Length ? condition : $"({all})";
    }

    private static string Symbol(ComparisonOperator comparison) => comparison switch
    {
        ComparisonOperator.Equal => "=",
        ComparisonOperator.NotEqual => "<>",
        ComparisonOperator.Less => "<",
        ComparisonOperator.LessOrEqual => "<=",
        ComparisonOperator.Greater => ">",
        ComparisonOperator.GreaterOrEqual => ">=",
        _ => throw new ArgumentOutOfRangeException(nameof(comparison), comparison, "There is no such comparison."),
    };

    private string Orderings(IReadOnlyList<Ordering> order) =>
        string.Join(", ", order.Select(o => dialect.OrderBy(Comparable(o.Value), o.Descending)));

    private string Function(FunctionExpression function) => dialect.Function(
        function.Function, [.. function.Arguments.Select(Value)], [.. function.Arguments.Select(a => a.Type)], function.Type);

    private string Case(CaseExpression @case)
    {
        // A choice in the last branch of another one is merged into it, because T-SQL limits the nesting of CASE.
        var sql = new StringBuilder("(CASE");
        QueryExpression? last = @case;
        while (last is CaseExpression choice)
        {
            sql.Append(" WHEN ").Append(Condition(choice.Condition, exact: false)).Append(" THEN ").Append(ValueOrNull(choice.Then));
            last = choice.Else;
        }

        return sql.Append(" ELSE ").Append(ValueOrNull(last)).Append(" END)").ToString();
    }

    private string ValueOrNull(QueryExpression? expression) => expression is null ? "NULL" : Value(expression);

    private string Comparable(QueryExpression expression) => dialect.Comparable(Value(expression), expression.Kind);

    private string Number(long number) => Parameter(new ParameterExpression(number, ColumnKind.Int64));

    private string Parameter(ParameterExpression parameter)
    {
        parameters.Add(parameter);
        return dialect.Parameter(parameters.Count, parameter.Type);
    }
}

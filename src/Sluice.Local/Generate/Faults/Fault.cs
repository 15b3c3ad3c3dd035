using Sluice.Local.Generate.Tables;

namespace Sluice.Local.Generate.Faults;

/// <summary>A fault of a row, and the rule that it breaks.</summary>
/// <param name="Kind">What is wrong.</param>
/// <param name="Column">The index of the column; -1 for the row as a whole.</param>
/// <param name="Rule">The rule that it breaks, as <c>field/rule</c>.</param>
internal sealed record Fault(FaultKind Kind, int Column, string Rule)
{
    /// <summary>Whether validation still checks the other fields of a row with this fault.</summary>
    public bool LeavesTheRestToBeRead => Kind is not (FaultKind.Encoding or FaultKind.TooFewFields or FaultKind.TooManyFields);

    /// <summary>All possible faults of the rows of a table.</summary>
    public static IEnumerable<Fault> AllFor(SampleTable table)
    {
        for (var i = 0; i < table.Columns.Count; i++)
        {
            var column = table.Columns[i];
            foreach (var (kind, rule) in AllFor(column))
            {
                yield return new Fault(kind, i, $"{column.Name}/{rule}");
            }
        }

        yield return new Fault(FaultKind.TooFewFields, -1, "null/field-count");
        yield return new Fault(FaultKind.TooManyFields, -1, "null/field-count");
    }

    private static IEnumerable<(FaultKind Kind, string Rule)> AllFor(SampleColumn column)
    {
        if (column.Type is SampleType.Integer or SampleType.Money or SampleType.Degrees or SampleType.Date or SampleType.Datetime)
        {
            yield return (FaultKind.Unreadable, "type");
        }

        if (column.Type is SampleType.Date or SampleType.Datetime)
        {
            yield return (FaultKind.NoSuchDate, "type");
        }

        // Not for degrees: what overflows their column also exceeds their maximum, and either rule would be right.
        if (column.Type is SampleType.Integer or SampleType.Money)
        {
            yield return (FaultKind.Overflow, "type");
        }

        if (column.Type is SampleType.Money or SampleType.Degrees)
        {
            yield return (FaultKind.TooManyDecimals, "type");
        }

        if (column.Minimum is not null)
        {
            yield return (FaultKind.TooSmall, "minimum");
        }

        if (column.Maximum is not null)
        {
            yield return (FaultKind.TooGreat, "maximum");
        }

        if (column.Required)
        {
            yield return (FaultKind.Missing, "required");
        }

        // Not for a choice: a value that is too long also breaks the enum.
        if (column.MaxLength is not null && column.Type == SampleType.Text)
        {
            yield return (FaultKind.TooLong, "maxLength");
        }

        if (column.Type == SampleType.Choice)
        {
            yield return (FaultKind.NotAllowed, "enum");
        }

        if (column.Type == SampleType.Text)
        {
            yield return (FaultKind.Encoding, "encoding");
        }
    }
}

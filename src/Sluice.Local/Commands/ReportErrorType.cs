using Sluice.Rows;

namespace Sluice.Local.Commands;

/// <summary>
/// An error type of Frictionless. Its tools have a class per error type: they refuse unknown types, and errors that lack a property of
/// their class.
/// </summary>
/// <param name="Type">Its name.</param>
/// <param name="Title">Its title.</param>
/// <param name="Tags">The part of the file that it is about.</param>
internal sealed record ReportErrorType(string Type, string Title, params string[] Tags)
{
    /// <summary>An error of the file as a whole, or of bytes that are no row: Frictionless uses it for data that is not a table.</summary>
    public static ReportErrorType Source { get; } = new("source-error", "Source Error");

    private static readonly ReportErrorType Encoding = new("encoding-error", "Encoding Error");
    private static readonly ReportErrorType Value = Cell("type-error", "Type Error");
    private static readonly ReportErrorType Constraint = Cell("constraint-error", "Constraint Error");
    private static readonly ReportErrorType Unique = Cell("unique-error", "Unique Error");
    private static readonly ReportErrorType MissingCell = Cell("missing-cell", "Missing Cell");
    private static readonly ReportErrorType ExtraCell = Cell("extra-cell", "Extra Cell");
    private static readonly ReportErrorType PrimaryKey = Row("primary-key", "PrimaryKey Error");
    private static readonly ReportErrorType RowConstraint = Row("row-constraint", "Row Constraint");

    /// <summary>Whether the error is of one cell, and so needs <c>cell</c>, <c>fieldName</c> and <c>fieldNumber</c>.</summary>
    public bool IsOfCell => Tags.Contains("#cell");

    /// <summary>The type of an error.</summary>
    /// <param name="error">The error.</param>
    /// <param name="cells">How many cells the row has, or <see langword="null"/> if unknown.</param>
    /// <param name="columns">How many cells it should have.</param>
    public static ReportErrorType From(RejectError error, int? cells, int columns) => error.Rule switch
    {
        "primaryKey" => PrimaryKey,
        "uniqueKeys" => RowConstraint,
        "field-count" => cells is null ? RowConstraint : cells < columns ? MissingCell : ExtraCell,
        _ when error.Field is null => Source,
        "encoding" => Encoding,
        "type" or "format" => Value,
        "unique" => Unique,
        _ => Constraint,
    };

    private static ReportErrorType Row(string type, string title) => new(type, title, "#table", "#row");

    private static ReportErrorType Cell(string type, string title) => new(type, title, "#table", "#row", "#cell");
}

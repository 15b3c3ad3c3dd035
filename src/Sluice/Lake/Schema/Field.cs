namespace Sluice.Lake.Schema;

/// <summary>One field of a Table Schema: what a column of the file holds and which column of the table it becomes.</summary>
public sealed record Field
{
    /// <summary>The name, which is also the name of the table's column, and a header of the file's column.</summary>
    public required string Name { get; init; }

    /// <summary>Other headers of the file's column, besides <see cref="Name"/>.</summary>
    public IReadOnlyList<HeaderAlias> Aliases { get; init; } = [];

    /// <summary>Where the values come from. Those that do not come from a column are the same in all rows of a file version.</summary>
    public FieldSource From { get; init; } = FieldSource.Column;

    /// <summary>The type of the values.</summary>
    public FieldType Type { get; init; } = FieldType.String;

    /// <summary>
    /// The format of the values: <c>default</c>; for dates and times also <c>any</c> or a strptime pattern (<c>%d/%m/%Y</c>); for dates and
    /// datetimes also <c>%s</c>, <c>epoch-ms</c>, <c>epoch-us</c>, <c>epoch-ns</c> (time since 1970) and <c>excel</c> (days since 1900);
    /// for strings <c>email</c>, <c>uri</c>, <c>binary</c>, <c>uuid</c>; for geopoints <c>array</c>, <c>object</c>; for geojson
    /// <c>topojson</c>.
    /// </summary>
    public string Format { get; init; } = "default";

    /// <summary>A title for people, or <see langword="null"/>.</summary>
    public string? Title { get; init; }

    /// <summary>A description for people, or <see langword="null"/>.</summary>
    public string? Description { get; init; }

    /// <summary>What values must satisfy beyond their type.</summary>
    public FieldConstraints Constraints { get; init; } = FieldConstraints.None;

    /// <summary>
    /// Whether white space around a text is left out, before anything else looks at it: the field's own choice, or else the dataset's.
    /// </summary>
    public bool Trim { get; init; }

    /// <summary>
    /// Datetime: the IANA name of the time zone of texts without an offset, which are stored in UTC; <see langword="null"/> to store them
    /// as they are. The field's own, or else the dataset's.
    /// </summary>
    public string? Timezone { get; init; }

    /// <summary>The texts that mean "no value": the field's own, or else the schema's.</summary>
    public IReadOnlyList<string> MissingValues { get; init; } = [""];

    /// <summary>
    /// The only allowed values of a string or an integer, each with a label for people; <see langword="null"/> for any value.
    /// </summary>
    public IReadOnlyList<Category>? Categories { get; init; }

    /// <summary>Whether the categories are in their natural order; <see langword="null"/> if the schema does not say.</summary>
    public bool? CategoriesOrdered { get; init; }

    /// <summary>
    /// Number, and integer with <see cref="FractionPolicy.Truncate"/>: the decimal point. One or more characters, <c>.</c> by default.
    /// </summary>
    public string DecimalChar { get; init; } = ".";

    /// <summary>Number and integer: the separator of digit groups, or <see langword="null"/> for none.</summary>
    public string? GroupChar { get; init; }

    /// <summary>
    /// Number and integer: whether the text is only the number. If not, text around it (<c>€ 5</c>, <c>95%</c>) is ignored.
    /// </summary>
    public bool BareNumber { get; init; } = true;

    /// <summary>Integer: what becomes of a number with a fraction.</summary>
    public FractionPolicy Fraction { get; init; }

    /// <summary>Boolean: the texts that mean true.</summary>
    public IReadOnlyList<string> TrueValues { get; init; } = ["true", "True", "TRUE", "1"];

    /// <summary>Boolean: the texts that mean false.</summary>
    public IReadOnlyList<string> FalseValues { get; init; } = ["false", "False", "FALSE", "0"];

    /// <summary>List: the type of the items, each in its default format.</summary>
    public FieldType ItemType { get; init; } = FieldType.String;

    /// <summary>List: the delimiter between two items, one character or more.</summary>
    public string ListDelimiter { get; init; } = ",";

    /// <summary>How sensitive values are stored. They are validated all the same.</summary>
    public Sensitivity Sensitive { get; init; } = Sensitivity.None;

    /// <summary>The roles of those who may read its values, at least one; <see langword="null"/> for all who read the dataset.</summary>
    public IReadOnlyList<string>? Readers { get; init; }

    /// <summary>The table's column. Always text for a sensitive field.</summary>
    public required ColumnType Column { get; init; }

    /// <summary>Sensitive: the column that the plain values would have. It decides which values can be read exactly.</summary>
    internal ColumnType? PlainColumn { get; init; }

    /// <summary>
    /// The column of tables that keep the values of new columns: a JSON object of the headers and texts of those that have a value in the
    /// row, or no value if there are none.
    /// </summary>
    internal static Field Extra { get; } = new()
    {
        Name = SystemColumns.Extra,
        Title = "Extra",
        Description = "The values of columns of the file that are no fields of the schema, as a JSON object of headers and texts.",
        Type = FieldType.Object,
        From = FieldSource.Extra,
        Column = new ColumnType(ColumnKind.Text),
    };

    /// <summary>Whether it is no field of the schema, but a column that a file has added to the table.</summary>
    internal bool IsAdded { get; private init; }

    /// <summary>The field of a column that a file has added.</summary>
    internal static Field Of(AddedColumn column)
    {
        var alias = new HeaderAlias(column.Header);
        return new()
        {
            Name = column.Name,
            Aliases = column.Name == column.Header && alias.Position is null ? [] : [alias],
            Description = "A column that a file has added.",
            Column = new ColumnType(ColumnKind.Text),
            IsAdded = true,
        };
    }

    /// <summary>The field with one more missing value, the null sequence of a dialect, if there is one.</summary>
    internal Field WithNull(string? sequence) =>
        sequence is null || MissingValues.Contains(sequence) ? this : this with { MissingValues = [.. MissingValues, sequence] };

    /// <summary>Whether all rows of a file version have the same value, which does not come from columns.</summary>
    internal bool IsOfFile => From is FieldSource.Path or FieldSource.FileName or FieldSource.FileLastModified;

    /// <summary>Whether the table cannot tell the values apart: they are masked or dropped.</summary>
    internal bool IsHidden => Sensitive is Sensitivity.Mask or Sensitivity.Drop;

    /// <summary>Whether the table's column may hold no value.</summary>
    public bool Nullable => !Constraints.Required || Sensitive == Sensitivity.Drop;
}

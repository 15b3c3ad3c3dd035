using System.Text.Unicode;
using Sluice.Erasure;
using Sluice.Lake;
using Sluice.Lake.Definition;
using Sluice.Lake.Schema;
using Sluice.Rows;
using Sluice.Validation.Content;
using Sluice.Validation.Fields;
using Sluice.Validation.Keys;
using Sluice.Validation.Parsing;

namespace Sluice.Validation.Rows;

/// <summary>Validates the records of one file: the current record of the parser becomes a row of a batch, or a list of errors.</summary>
internal sealed partial class RowValidator : IDisposable
{
    private readonly Dataset dataset;
    private readonly TableSchema schema;
    private readonly FieldReader[] readers;
    private readonly KeyRule[] keys;
    private readonly FileValues? fileValues;
    private readonly ErasedRows? erased;

    // For rejected rows, whose keys may break constraints: the readers of the fields that decide, without constraints, and a row.
    private readonly FieldReader?[] keyReaders = [];
    private readonly ColumnBatch? keyRow;
    private readonly bool hasSecrets;
    private readonly bool padsRows;
    private int[] columns = [];
    private int columnCount;

    // Columns that must be empty, because they have no name. A row may have fewer or more of those at its end.
    private int[] nameless = [];
    private int leastCount;

    // Columns whose values are kept as JSON, and the index of the field that has it; -1 for none.
    private ExtraColumns? extra;
    private readonly int extraField;

    // 1 for a rejects file, whose last column has the errors; otherwise 0.
    private int errorColumns;

    /// <summary>Creates a validator.</summary>
    /// <param name="dataset">The dataset.</param>
    /// <param name="limits">What the warehouse can hold exactly.</param>
    /// <param name="hashKey">The key for hashing sensitive fields.</param>
    /// <param name="erased">Which rows are left out, or <see langword="null"/> for none.</param>
    /// <param name="origin">The file, whose path and time fields can have as values, or <see langword="null"/> if not known.</param>
    /// <exception cref="FileRefusedException">A value that comes from the file's path or time is not valid.</exception>
    public RowValidator(
        Dataset dataset, WarehouseLimits limits, ReadOnlyMemory<byte> hashKey, ErasedRows? erased, FileOrigin? origin = null)
    {
        this.erased = erased;
        this.dataset = dataset;
        schema = dataset.Schema;
        padsRows = dataset.ShortRows == ShortRowPolicy.Pad;
        extraField = schema.Fields.TakeWhile(f => f.From != FieldSource.Extra).Count();
        hasSecrets = schema.Fields.Any(f => f.Sensitive != Sensitivity.None);
        var problems = new List<(string, string)>();
        readers = [.. schema.Fields.Select(f => FieldReaders.Create(f.WithNull(dataset.Dialect.NullSequence), limits, hashKey, problems))];
        if (problems.Count > 0)
        {
            throw new ArgumentException($"Dataset {dataset.Name} has a field that cannot be read: {problems[0].Item1} {problems[0].Item2}");
        }

        fileValues = FileValues.Read(readers, origin);
        keys = KeyRule.From(dataset, readers);
        if (erased is not null)
        {
            keyRow = new ColumnBatch(schema, capacity: 1);
            keyReaders = [.. schema.Fields.Select((f, i) => erased.Fields.Contains(i)
                ? FieldReaders.Create(f with { Constraints = FieldConstraints.None }, limits, hashKey, problems)
                : null)];
        }
    }

    /// <summary>The name of the encoding of the file, for messages.</summary>
    public string EncodingName { get; set; } = "utf-8";

    /// <summary>Whether rows can have blank cells beyond their columns, because the header ends so, or the first rows do.</summary>
    public bool EndsWithNothing { get; set; }

    /// <summary>Whether there are unique keys.</summary>
    public bool HasKeys => keys.Length > 0;

    /// <summary>
    /// The greatest key of each rule at the last mark, for resuming a file there; <see langword="null"/> if there are no rules, or keys did
    /// not ascend.
    /// </summary>
    public IReadOnlyDictionary<string, long>? MarkedKeys =>
        keys.Length > 0 && keys.All(k => k.Marked is not null) ? keys.ToDictionary(k => k.Name, k => k.Marked!.Value) : null;

    /// <summary>Marks the keys so far.</summary>
    public void MarkKeys()
    {
        foreach (var key in keys)
        {
            key.Mark();
        }
    }

    /// <summary>Starts after rows whose greatest keys are known.</summary>
    /// <returns>Whether the greatest keys suffice for all rules.</returns>
    public bool TryStartAfter(IReadOnlyDictionary<string, long>? greatest) =>
        keys.All(k => greatest is not null && greatest.TryGetValue(k.Name, out var last) && k.TryStartAfter(last));

    /// <summary>Sets the columns of the file, unless the dataset does not allow them.</summary>
    /// <param name="header">The names of the columns.</param>
    /// <param name="isByOrder">Whether the file has no names, so that only the number of columns can be wrong.</param>
    /// <returns>Which columns are which fields, and whether the dataset does not allow them.</returns>
    /// <exception cref="FileRefusedException">The header has no field of the schema at all.</exception>
    public HeaderMatch SetHeader(IReadOnlyList<string> header, bool isByOrder = false)
    {
        // Columns without a header have no names, but one more of nothing, if the rows end with a delimiter.
        var trailing = isByOrder && header[^1].Length == 0 ? 1 : 0;
        var match = isByOrder
            ? HeaderMatch.MatchByOrder(dataset, [.. header.Take(header.Count - trailing)])
            : HeaderMatch.Match(dataset, header);
        match.Drift?.Compare(readers);
        if (match.IsRefused)
        {
            return match;
        }

        (columns, nameless, columnCount) = (match.Columns, match.Nameless, match.Count);
        extra?.Dispose();
        extra = extraField < readers.Length && match.Drift is { Columns.Count: > 0 } drift ? new ExtraColumns(drift.Columns) : null;
        errorColumns = !isByOrder && header[^1].Trim() == SystemColumns.Errors ? 1 : 0;
        leastCount = columnCount - errorColumns;
        for (var i = nameless.Length - 1; i >= 0 && nameless[i] == leastCount - 1; i--)
        {
            leastCount--;
        }

        EndsWithNothing = trailing > 0 || leastCount < columnCount - errorColumns;
        return match;
    }

    /// <summary>The index of each field's column; -1 for none.</summary>
    public IReadOnlyList<int> Columns => columns;

    /// <summary>Adds the current record to a batch, or returns its errors.</summary>
    /// <returns>The errors, or <see langword="null"/> if the row is in the batch, or is left out because its key is erased.</returns>
    public List<RejectError>? Read(RecordParser parser, ColumnBatch batch, long rowNumber, LakeInput input)
    {
        if (parser.FieldCount != columnCount && !IsEmptyBeyond(parser, EndsWithNothing) && !(padsRows && parser.FieldCount < leastCount))
        {
            return [ExplainCount(parser, batch)];
        }

        if (nameless.Length > 0 && ExplainNameless(parser) is { } unnamed)
        {
            return [unnamed];
        }

        if (!Utf8.IsValid(parser.RawRecord) && ExplainEncoding(parser, input) is { Count: > 0 } errors)
        {
            return errors;
        }

        var row = batch.Count;
        if (!ReadFields(parser, batch, row))
        {
            return Explain(parser, batch, row);
        }

        if (erased?.Contains(batch, row) == true)
        {
            return null;
        }

        if (keys.Length > 0 && TakeKeys(batch, row, rowNumber) is { } taken)
        {
            return taken;
        }

        batch.AddRow(rowNumber);
        return null;
    }

    /// <summary>Whether the current record would be a valid row, apart from its keys.</summary>
    /// <param name="parser">The parser.</param>
    /// <param name="scratch">A batch, whose next row is overwritten.</param>
    public bool Passes(RecordParser parser, ColumnBatch scratch) =>
        (parser.FieldCount == columnCount || IsEmptyBeyond(parser, isTolerant: true))
        && (nameless.Length == 0 || ExplainNameless(parser) is null)
        && Utf8.IsValid(parser.RawRecord)
        && ReadFields(parser, scratch, scratch.Count);

    /// <summary>
    /// Whether the current record has an erased key, though it is no valid row. If it has too many or too few values, the fields are where
    /// the header has them.
    /// </summary>
    public bool IsErased(RecordParser parser)
    {
        if (erased is null)
        {
            return false;
        }

        for (var i = 0; i < keyReaders.Length; i++)
        {
            if (columns[i] < 0)
            {
                FillWithoutColumn(i, keyRow!.ColumnAt(i), 0, null);
            }
            else if (keyReaders[i] is { } reader
                && (columns[i] >= parser.FieldCount || !reader.Read(parser.GetSpan(columns[i]), keyRow!.ColumnAt(i), 0)))
            {
                keyRow!.ColumnAt(i).SetNull(0);
            }
        }

        return erased.Contains(keyRow!, 0);
    }

    private bool ReadFields(RecordParser parser, ColumnBatch batch, int row)
    {
        var passes = true;
        for (var i = 0; i < readers.Length; i++)
        {
            var column = batch.ColumnAt(i);
            if (columns[i] < 0)
            {
                FillWithoutColumn(i, column, row, parser);
            }
            else if (columns[i] < parser.FieldCount)
            {
                passes &= readers[i].Read(parser.GetSpan(columns[i]), column, row);
            }
            else
            {
                column.SetNull(row);
                passes &= !readers[i].Field.Constraints.Required;
            }
        }

        return passes;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var key in keys)
        {
            key.Dispose();
        }

        extra?.Dispose();
    }

    private void FillWithoutColumn(int field, Column column, int row, RecordParser? parser)
    {
        if (field == extraField && extra is not null && parser is not null)
        {
            extra.Fill(parser, column, row);
        }
        else if (fileValues is null)
        {
            column.SetNull(row);
        }
        else
        {
            fileValues.Fill(field, column, row);
        }
    }

    private List<RejectError>? TakeKeys(ColumnBatch batch, int row, long rowNumber)
    {
        List<RejectError>? errors = null;
        foreach (var key in keys)
        {
            if (key.Add(batch, row, rowNumber) is { } error)
            {
                (errors ??= []).Add(error);
            }
        }

        if (errors is not null)
        {
            foreach (var key in keys)
            {
                key.RemoveLast();
            }
        }

        return errors;
    }

    /// <summary>
    /// Whether a row whose width differs from the header's has all fields, and only blank ones beyond them, as from a trailing delimiter.
    /// One row with a delimiter more than the others may have it in the middle, and then its values are shifted. So its last named value
    /// must be blank too, unless the header or the first rows end so.
    /// </summary>
    private bool IsEmptyBeyond(RecordParser parser, bool isTolerant)
    {
        var count = parser.FieldCount - errorColumns;
        var named = columnCount - errorColumns;
        return count >= leastCount && IsBlankFrom(parser, columnCount - (isTolerant || count <= named ? 0 : 1));
    }

    /// <summary>
    /// Whether the current record has only blank cells from a column of the file on. In a rejects file, the cell of the errors comes after
    /// them.
    /// </summary>
    public bool IsBlankFrom(RecordParser parser, int column)
    {
        for (var i = column - errorColumns; i < parser.FieldCount - errorColumns; i++)
        {
            if (!IsBlank(parser.GetSpan(i)))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsBlank(ReadOnlySpan<byte> text) => text.Trim(" \t"u8).IsEmpty;
}

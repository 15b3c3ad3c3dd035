using System.Text;
using System.Text.Unicode;
using CsvHelper;
using Sluice.Lake;
using Sluice.Warehouse;

namespace Sluice.Validation;

/// <summary>Validates the records of one file: the current record of the parser becomes a row of a batch, or a list of errors.</summary>
internal sealed class RowValidator : IDisposable
{
    private readonly TableSchema schema;
    private readonly FieldReader[] readers;
    private readonly KeyRule[] keys;
    private readonly bool skipInitialSpace;
    private readonly byte quote;
    private int[] columns = [];
    private int columnCount;

    public RowValidator(Dataset dataset, WarehouseLimits limits)
    {
        schema = dataset.Schema;
        skipInitialSpace = dataset.Dialect.SkipInitialSpace;
        quote = (byte)dataset.Dialect.QuoteChar;
        var problems = new List<(string, string)>();
        readers = [.. schema.Fields.Select(f => FieldReaders.Create(f, limits, default, problems))];
        if (problems.Count > 0)
        {
            throw new ArgumentException($"Dataset {dataset.Name} has a field that cannot be read: {problems[0].Item1} {problems[0].Item2}");
        }

        keys = KeyRule.Of(dataset, readers);
    }

    /// <summary>Whether rows are compared with all rows before them: then a file cannot be read from its middle.</summary>
    public bool HasKeys => keys.Length > 0;

    /// <summary>Sets which column each field is read from.</summary>
    /// <exception cref="FileRefusedException">The header does not fit.</exception>
    public void SetHeader(IReadOnlyList<string> header)
    {
        columns = HeaderMatch.Match(schema, header);
        columnCount = header.Count;
    }

    /// <summary>Adds the current record to a batch, or tells what is wrong with it.</summary>
    /// <returns>The errors, or <see langword="null"/> if the row is in the batch.</returns>
    public List<RejectError>? Read(CsvReader csv, ColumnBatch batch, long rowNumber)
    {
        if (csv.FieldCount != columnCount)
        {
            return [new RejectError(null, "field-count", $"has {csv.FieldCount} fields where the header has {columnCount}")];
        }

        if (!Utf8.IsValid(csv.RawRecord) && ExplainEncoding(csv) is { Count: > 0 } errors)
        {
            return errors;
        }

        var row = batch.Count;
        var passes = true;
        for (var i = 0; i < readers.Length; i++)
        {
            var column = batch.ColumnAt(i);
            if (columns[i] < 0)
            {
                column.SetNull(row);
            }
            else
            {
                passes &= readers[i].Read(Text(csv, columns[i]), column, row);
            }
        }

        if (!passes)
        {
            return Explain(csv, batch, row);
        }

        if (keys.Length > 0 && TakeKeys(batch, row, rowNumber) is { } taken)
        {
            return taken;
        }

        batch.AddRow(rowNumber);
        return null;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var key in keys)
        {
            key.Dispose();
        }
    }

    private List<RejectError>? TakeKeys(ColumnBatch batch, int row, long rowNumber)
    {
        List<RejectError>? errors = null;
        foreach (var key in keys)
        {
            if (key.Take(batch, row, rowNumber) is { } error)
            {
                (errors ??= []).Add(error);
            }
        }

        if (errors is not null)
        {
            foreach (var key in keys)
            {
                key.GiveBack();
            }
        }

        return errors;
    }

    private List<RejectError> Explain(CsvReader csv, ColumnBatch batch, int row)
    {
        var errors = new List<RejectError>();
        for (var i = 0; i < readers.Length; i++)
        {
            if (columns[i] >= 0 && !readers[i].Read(Text(csv, columns[i]), batch.ColumnAt(i), row))
            {
                readers[i].Explain(Text(csv, columns[i]), errors);
            }
        }

        return errors;
    }

    /// <summary>The fields whose bytes are not UTF-8; columns that are not loaded may hold what they like.</summary>
    private List<RejectError> ExplainEncoding(CsvReader csv)
    {
        var errors = new List<RejectError>();
        for (var i = 0; i < readers.Length; i++)
        {
            var text = columns[i] < 0 ? default : Text(csv, columns[i]);
            if (!Utf8.IsValid(text))
            {
                var at = FirstInvalid(text);
                errors.Add(new RejectError(
                    readers[i].Field.Name, "encoding", $"byte 0x{text[at]:X2} at byte {at} of the value is not UTF-8; save the file as UTF-8"));
            }
        }

        return errors;
    }

    private static int FirstInvalid(ReadOnlySpan<byte> text)
    {
        var at = 0;
        while (Rune.DecodeFromUtf8(text[at..], out _, out var length) == System.Buffers.OperationStatus.Done)
        {
            at += length;
        }

        return at;
    }

    private ReadOnlySpan<byte> Text(CsvReader csv, int column)
    {
        if (!skipInitialSpace)
        {
            return csv.GetSpan(column);
        }

        // The parser trims both ends of a field; the standard's skipInitialSpace means the start alone.
        var raw = csv.GetRawSpan(column).TrimStart((byte)' ');
        return raw.Length > 0 && raw[0] == quote ? csv.GetSpan(column) : raw;
    }
}

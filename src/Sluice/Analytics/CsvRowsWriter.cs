using System.Data.Common;
using CsvHelper;
using Sluice.Analytics.Requests;
using Sluice.Lake.Schema;

namespace Sluice.Analytics;

/// <summary>Streams rows as CSV (RFC 4180): a header, then a line for each row.</summary>
public static class CsvRowsWriter
{
    // OWASP's list, with the full-width variants of East Asian scripts. The library's own protection knows only ASCII, and would treat the
    // minus sign of a number that is written as text as a formula.
    private const string StartsOfFormulas = "=+-@\t\r\n＝＋－＠";

    private static readonly CsvWriterOptions Options = new() { NewLine = "\r\n", BufferSize = 64 * 1024 };

    /// <summary>Writes a whole answer.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="stream">The target.</param>
    /// <param name="escapeFormulas">Whether a text that a spreadsheet would run as a formula gets a leading apostrophe. This protects
    /// people who open the file, but programs then read a changed text.</param>
    /// <param name="cancellationToken">Cancels the writing.</param>
    public static async Task WriteAsync(AnalyticsRows rows, Stream stream, bool escapeFormulas, CancellationToken cancellationToken)
    {
        var csv = CsvWriter.Create(stream, Options, leaveOpen: true);
        var columns = FlatColumns.Of(rows.Properties).ToArray();
        foreach (var (name, _) in columns)
        {
            WriteText(csv, name, escapeFormulas);
        }

        await csv.EndRecordAsync(cancellationToken);
        bool[]? areInt32 = null;
        while (await rows.ReadAsync())
        {
            areInt32 ??= [.. columns.Select(c => rows.Row.GetFieldType(c.Property.Ordinal) == typeof(int))];
            WriteRow(csv, rows.Row, columns, areInt32, escapeFormulas);

            await csv.EndRecordAsync(cancellationToken);
        }

        // Not in a using block: disposing writes the rest, which an interrupted answer must not get.
        await csv.DisposeAsync();
    }

    private static void WriteRow(
        CsvWriter csv, DbDataReader row, (string Name, ResultProperty Property)[] columns, bool[] areInt32, bool escapeFormulas)
    {
        for (var i = 0; i < columns.Length; i++)
        {
            Write(csv, row, columns[i].Property, areInt32[i], escapeFormulas);
        }
    }

    private static void Write(CsvWriter csv, DbDataReader row, ResultProperty property, bool isInt32, bool escapeFormulas)
    {
        var ordinal = property.Ordinal;
        if (row.IsDBNull(ordinal))
        {
            if (property.Otherwise >= 0 && !row.IsDBNull(property.Otherwise))
            {
                Write(csv, row.GetDouble(property.Otherwise));
            }
            else
            {
                csv.WriteField("");
            }

            return;
        }

        Span<byte> text = stackalloc byte[IsoText.Longest];
        switch (property.Type.Kind)
        {
            case ColumnKind.Text:
                WriteText(csv, row.GetString(ordinal), escapeFormulas);
                break;
            case ColumnKind.Int64 or ColumnKind.Decimal when property.IsText:
                csv.WriteField(row.GetString(ordinal));
                break;
            case ColumnKind.Int64 when isInt32:
                csv.WriteField(row.GetInt32(ordinal));
                break;
            case ColumnKind.Int64:
                csv.WriteField(row.GetInt64(ordinal));
                break;
            case ColumnKind.Decimal:
                csv.WriteField(row.GetDecimal(ordinal));
                break;
            case ColumnKind.Double:
                Write(csv, row.GetDouble(ordinal));
                break;
            case ColumnKind.Boolean:
                csv.WriteField(row.GetBoolean(ordinal) ? "true" : "false");
                break;
            case ColumnKind.Date:
                csv.WriteField(text[..IsoText.Write(row.GetFieldValue<DateOnly>(ordinal), text)]);
                break;
            case ColumnKind.Time:
                csv.WriteField(text[..IsoText.Write(row.GetFieldValue<TimeOnly>(ordinal), text)]);
                break;
            case ColumnKind.Timestamp:
                csv.WriteField(text[..IsoText.Write(row.GetDateTime(ordinal), text)]);
                break;
            default:
                throw new InvalidOperationException("There is no such kind of column.");
        }
    }

    private static void WriteText(CsvWriter csv, string text, bool escapeFormulas)
    {
        if (escapeFormulas && text.Length > 0 && StartsOfFormulas.Contains(text[0], StringComparison.Ordinal))
        {
            csv.WriteField($"'{text}", CsvQuoting.Always);
        }
        else
        {
            csv.WriteField(text);
        }
    }

    // Table Schema writes infinity as INF.
    private static void Write(CsvWriter csv, double number)
    {
        if (double.IsInfinity(number))
        {
            csv.WriteField(number > 0 ? "INF" : "-INF");
        }
        else
        {
            // Turns -0, which is equal to 0, into 0.
            csv.WriteField(number + 0.0);
        }
    }
}

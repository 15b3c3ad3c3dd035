using System.Buffers;
using System.Text;
using System.Text.Unicode;
using Sluice.Lake.Definition;
using Sluice.Lake.Reading;
using Sluice.Lake.Schema;
using Sluice.Rows;
using Sluice.Text;
using Sluice.Validation.Parsing;
using Sluice.Validation.Types;

namespace Sluice.Validation.Rows;

// What is wrong with a record, and what of it a reject keeps.
internal sealed partial class RowValidator
{
    /// <summary>
    /// Whether the current record, which is a reject, may be a line below the table, such as a total or a source: it has no more values
    /// than a row, and a word where a row has a value of another type.
    /// </summary>
    public bool IsBelowTable(RecordParser parser, ColumnBatch batch) =>
        columnCount > 1 && parser.FieldCount <= columnCount && Array.IndexOf(columns, 0) is >= 0 and var first
        && readers[first].Field.Type != FieldType.String && parser.GetSpan(0) is [var letter, ..] text
        && (char.IsAsciiLetter((char)letter) || letter > 0x7F) && !TextHint.NullTexts.Contains(text)
        && !readers[first].Read(text, batch.ColumnAt(first), batch.Count);

    private RejectError? ExplainNameless(RecordParser parser)
    {
        foreach (var column in nameless)
        {
            if (column < parser.FieldCount - errorColumns && !IsBlank(parser.GetSpan(column)))
            {
                return new RejectError(
                    null, "field-count",
                    $"has a value in column {column + 1}, which has no name in the header; "
                    + $"a field can read the first such column by the alias \"#1\" ({SluiceProperties.Aliases})");
            }
        }

        return null;
    }

    private RejectError ExplainCount(RecordParser parser, ColumnBatch batch)
    {
        var count = parser.FieldCount;
        var hint = count > columnCount && HasApostrophes(parser) ? "; are its quotes apostrophes (\"quoteChar\": \"'\" in the dialect)?"
            : count > columnCount ? $"; is there a \"{parser.Delimiter}\" in a text that is not in quotes?"
            : parser.RawRecord.IndexOfAnyExcept((byte)0) < 0 ? "; it has only NUL characters, which a crash can leave at the end of a file"
            : count < leastCount && (count > 1 || readers[0].Field.Type != FieldType.String) && ReadFields(parser, batch, batch.Count)
                ? $"; if its last values are missing, \"{SluiceProperties.ShortRows}\": \"pad\" takes them as empty" : "";
        return new RejectError(
            null, "field-count", $"has {count} {(count == 1 ? "field" : "fields")} where the header has {columnCount}{hint}");
    }

    // Whether a field begins with an apostrophe, and this one or a later one ends with one.
    private static bool HasApostrophes(RecordParser parser)
    {
        var isOpen = false;
        for (var i = 0; i < parser.FieldCount; i++)
        {
            var raw = parser.GetRawSpan(i);
            isOpen |= raw.StartsWith("'"u8);
            if (isOpen && raw.Length > 1 && raw.EndsWith("'"u8))
            {
                return true;
            }
        }

        return false;
    }

    private List<RejectError> Explain(RecordParser parser, ColumnBatch batch, int row)
    {
        var errors = new List<RejectError>();
        for (var i = 0; i < readers.Length; i++)
        {
            if (columns[i] >= parser.FieldCount)
            {
                errors.AddRange(readers[i].ExplainMissing());
            }
            else if (columns[i] >= 0 && !readers[i].Read(parser.GetSpan(columns[i]), batch.ColumnAt(i), row))
            {
                readers[i].Explain(parser.GetSpan(columns[i]), errors);
            }
        }

        return errors;
    }

    /// <summary>
    /// The errors of fields with bytes that are not valid in the file's encoding. Columns that are not loaded are not checked.
    /// </summary>
    private List<RejectError> ExplainEncoding(RecordParser parser, LakeInput input)
    {
        var errors = new List<RejectError>();
        for (var i = 0; i < readers.Length + (extra?.Indexes.Count ?? 0); i++)
        {
            var column = i < readers.Length ? columns[i] : extra!.Indexes[i - readers.Length];
            var text = column < 0 || column >= parser.FieldCount ? default : parser.GetSpan(column);
            if (!Utf8.IsValid(text))
            {
                var at = FirstInvalid(text);
                var raw = parser.GetRawSpan(column);
                parser.RawRecord.Overlaps(raw, out var start);
                var inFile = input.FileOffset(parser.Offset + start + FirstInvalid(raw));
                var value = InvalidByte.TryRead(text[at..], out var invalid) ? invalid : text[at];
                var name = value == invalid && text[at] == InvalidByte.Mark ? EncodingName.ToUpperInvariant() : "UTF-8";
                errors.Add(new RejectError(
                    i < readers.Length ? readers[i].Field.Name : SystemColumns.Extra, "encoding",
                    $"byte 0x{value:X2} at byte {inFile} of the file, byte {at} of the value, is not {name}; "
                    + (name == "UTF-8"
                        ? dataset.Encoding == Dataset.AutoEncoding
                            ? "correct this place, or name the encoding of the file if it has another one"
                            : "save the file as UTF-8, or name its encoding, such as \"encoding\": \"windows-1252\" or \"auto\""
                        : "is this the file's encoding?")));
            }
        }

        return errors;
    }

    /// <summary>The bytes of a record for a reject, with asterisks in place of sensitive values.</summary>
    public byte[] RawOf(RecordParser parser, List<RejectError> errors)
    {
        if (!hasSecrets)
        {
            return parser.RawRecord.ToArray();
        }

        // In a malformed record it is not known which field is which, so everything is masked.
        if (parser.FieldCount != columnCount || errors.Exists(e => e.Rule is "quote" or "header"))
        {
            return RawOf(parser.RawRecord);
        }

        var secrets = columns.Where((_, i) => readers[i].Field.Sensitive != Sensitivity.None).ToHashSet();
        var raw = new ArrayBufferWriter<byte>();
        var record = parser.RawRecord;
        var at = 0;
        for (var i = 0; i < parser.FieldCount; i++)
        {
            var field = parser.GetRawSpan(i);
            if (secrets.Contains(i) && record.Overlaps(field, out var start))
            {
                raw.Write(record[at..start]);
                raw.Write("****"u8);
                at = start + field.Length;
            }
        }

        raw.Write(record[at..]);
        return raw.WrittenSpan.ToArray();
    }

    /// <summary>The bytes of an unreadable line for a reject; all masked if the schema has sensitive fields.</summary>
    public byte[] RawOf(ReadOnlySpan<byte> raw) => hasSecrets ? "****"u8.ToArray() : raw.ToArray();

    private static int FirstInvalid(ReadOnlySpan<byte> text)
    {
        var at = 0;
        while (Rune.DecodeFromUtf8(text[at..], out _, out var length) == System.Buffers.OperationStatus.Done)
        {
            at += length;
        }

        return at;
    }
}

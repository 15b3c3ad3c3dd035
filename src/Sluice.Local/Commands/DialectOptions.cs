using System.CommandLine;
using System.CommandLine.Parsing;
using Sluice.Inference;
using Sluice.Lake.Definition;

namespace Sluice.Local.Commands;

/// <summary>The options of <c>infer</c> that say how files are written.</summary>
internal sealed class DialectOptions
{
    private readonly Option<string?> encoding = new("--encoding")
    {
        Description = "The encoding of the files. By default it is found.",
        HelpName = "NAME",
    };

    private readonly Option<string?> delimiter = new("--delimiter")
    {
        Description = "The text between two fields; \\t is a tab. By default it is found.",
        HelpName = "TEXT",
    };

    private readonly Option<bool> noHeader = new("--no-header")
    {
        Description = "The files have no header: the columns are field1, field2, …",
    };

    private readonly Option<int> skipRows = CommonOptions.Within(0, 1000, new Option<int>("--skip-rows")
    {
        Description = "The number of rows before the header, or before the first row.",
        HelpName = "N",
    });

    private readonly Option<string?> comment = new("--comment")
    {
        Description = "The text that lines of comments begin with.",
        HelpName = "TEXT",
    };

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { encoding, delimiter, noHeader, skipRows, comment })
        {
            command.Add(option);
        }

        delimiter.Validators.Add(r => Check(r, "--delimiter", r.GetValue(delimiter)));
        comment.Validators.Add(r => Check(r, "--comment", r.GetValue(comment)));
    }

    /// <summary>Reads the options.</summary>
    public InferenceOptions Read(ParseResult result)
    {
        var (skipped, header) = (result.GetValue(skipRows), !result.GetValue(noHeader));
        var dialect = CsvDialect.Default with
        {
            Delimiter = result.GetValue(delimiter)?.Replace("\\t", "\t", StringComparison.Ordinal),
            CommentChar = result.GetValue(comment),
            Header = header,
            HeaderRows = header && skipped > 0 ? [skipped + 1] : CsvDialect.Default.HeaderRows,
            CommentRows = header ? CsvDialect.Default.CommentRows : [.. Enumerable.Range(1, skipped)],
        };
        return new InferenceOptions
        {
            Encoding = result.GetValue(encoding),
            Dialect = dialect == CsvDialect.Default with { Delimiter = null } ? null : dialect,
        };
    }

    private static void Check(OptionResult result, string option, string? text)
    {
        if (text is not null && (text.Length is 0 or > 8 || text.AsSpan().IndexOfAny("\"\r\n") >= 0
            || (text.Length == 1 && char.IsLetterOrDigit(text[0]))))
        {
            result.AddError($"{option} must be a text of at most eight characters, without quotes or line breaks, and no letter or digit.");
        }
    }
}

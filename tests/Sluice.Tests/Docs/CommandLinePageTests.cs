using System.CommandLine;
using System.Text;
using Sluice.Local.Commands;

namespace Sluice.Tests.Docs;

/// <summary>
/// <c>docs/command-line.md</c> has each verb of the command line with its help. To write it anew: set SLUICE_WRITE_DOCS to 1.
/// </summary>
public class CommandLinePageTests
{
    private const string FirstVerb = "\n## sluice ";
    private static readonly string Page = RepositoryRoot.Of("docs", "command-line.md");

    [Fact]
    public void The_page_has_each_verb_with_its_arguments_and_options()
    {
        var text = File.ReadAllText(Page);
        var start = text.IndexOf(FirstVerb, StringComparison.Ordinal);
        var verbs = string.Concat(SluiceCommand.Create().Subcommands.Select(Describe));
        if (Environment.GetEnvironmentVariable("SLUICE_WRITE_DOCS") == "1")
        {
            File.WriteAllText(Page, text[..start] + verbs);
        }

        Assert.Equal(verbs, File.ReadAllText(Page)[start..]);
    }

    [Fact]
    public void Each_verb_has_an_example() =>
        Assert.All(
            SluiceCommand.Create().Subcommands,
            c => Assert.Matches($@"\n\nExamples?:\n  (.*\n)*.*sluice {c.Name}\b", c.Description!.ReplaceLineEndings("\n")));

    private static string Describe(Command command)
    {
        var page = new StringBuilder($"{FirstVerb}{command.Name}\n\n");
        var isExample = false;
        foreach (var line in command.Description!.ReplaceLineEndings("\n").Split('\n'))
        {
            if (line.StartsWith("  ", StringComparison.Ordinal) && !isExample)
            {
                page.Append("\n```sh\n");
                isExample = true;
            }

            page.Append(line.StartsWith("  ", StringComparison.Ordinal) ? line[2..] : line).Append('\n');
        }

        page.Append(isExample ? "```\n" : "").Append("\n| argument, option | |\n| --- | --- |\n");
        foreach (var argument in command.Arguments)
        {
            Row(argument.Name, argument.Description);
        }

        foreach (var option in command.Options.OrderBy(o => o.Name, StringComparer.Ordinal))
        {
            Row(
                string.Join(", ", option.Aliases.Prepend(option.Name)) + (option.HelpName is { } value ? $" {value}" : ""),
                option.Description);
        }

        return page.ToString();

        void Row(string name, string? meaning) =>
            page.Append("| `").Append(name).Append("` | ").Append(meaning!.Replace("|", "\\|", StringComparison.Ordinal)).Append(" |\n");
    }
}

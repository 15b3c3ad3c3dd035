using Sluice.Text;

namespace Sluice.Lake.Reading;

/// <summary>The properties that Sluice adds to the standard, and the kinds of object that each belongs to.</summary>
internal static class SluiceProperties
{
    /// <summary>The prefix of all their names.</summary>
    public const string Start = "sluice:";

    /// <summary>What the rows of a file do to the table.</summary>
    public const string Write = "sluice:write";

    /// <summary>How many rejects a file may have.</summary>
    public const string OnReject = "sluice:onReject";

    /// <summary>What becomes of files without rows.</summary>
    public const string OnEmpty = "sluice:onEmpty";

    /// <summary>What becomes of files with the same content as another one.</summary>
    public const string OnDuplicateFile = "sluice:onDuplicateFile";

    /// <summary>What becomes of files whose columns have no names.</summary>
    public const string Header = "sluice:header";

    /// <summary>Whether upper and lower case of headers must be those of the fields.</summary>
    public const string MatchCase = "sluice:matchCase";

    /// <summary>What becomes of rows with fewer cells than the header.</summary>
    public const string ShortRows = "sluice:shortRows";

    /// <summary>The first line after the rows.</summary>
    public const string Footer = "sluice:footer";

    /// <summary>What becomes of columns that are no fields.</summary>
    public const string OnNewColumn = "sluice:onNewColumn";

    /// <summary>What becomes of files without a column for a field.</summary>
    public const string OnMissingColumn = "sluice:onMissingColumn";

    /// <summary>What becomes of the rows of files that are gone.</summary>
    public const string OnDelete = "sluice:onDelete";

    /// <summary>What becomes of rows that are no longer current because the definition has changed.</summary>
    public const string OnDefinitionChange = "sluice:onDefinitionChange";

    /// <summary>Whether upper and lower case of blob names match each other.</summary>
    public const string CaseInsensitive = "sluice:caseInsensitive";

    /// <summary>How long rows are kept.</summary>
    public const string Keep = "sluice:keep";

    /// <summary>What becomes of rows that refer to a row that is erased.</summary>
    public const string Erase = "sluice:erase";

    /// <summary>The roles of those who may read the dataset or the field.</summary>
    public const string Read = "sluice:read";

    /// <summary>By role, the rows that those who have it see.</summary>
    public const string Rows = "sluice:rows";

    /// <summary>How sensitive values are stored.</summary>
    public const string Sensitive = "sluice:sensitive";

    /// <summary>The column type of a number.</summary>
    public const string Type = "sluice:type";

    /// <summary>Where the values of the field come from, if not from a column.</summary>
    public const string From = "sluice:from";

    /// <summary>Other headers of the field's column, besides its name.</summary>
    public const string Aliases = "sluice:aliases";

    /// <summary>Whether white space around values is left out.</summary>
    public const string Trim = "sluice:trim";

    /// <summary>The time zone of local times.</summary>
    public const string Timezone = "sluice:timezone";

    /// <summary>What becomes of numbers with a fraction in a field of type integer.</summary>
    public const string Fraction = "sluice:fraction";

    private static readonly Dictionary<string, string[]> Homes = new()
    {
        [Write] = ["resource"],
        [OnReject] = ["resource"],
        [OnEmpty] = ["resource"],
        [OnDuplicateFile] = ["resource"],
        [OnNewColumn] = ["resource"],
        [OnMissingColumn] = ["resource"],
        [Header] = ["resource"],
        [MatchCase] = ["resource"],
        [ShortRows] = ["resource"],
        [Footer] = ["resource"],
        [OnDelete] = ["resource"],
        [OnDefinitionChange] = ["resource"],
        [CaseInsensitive] = ["resource"],
        [Keep] = ["resource"],
        [Rows] = ["resource"],
        [Read] = ["resource", "field"],
        [Trim] = ["resource", "field"],
        [Timezone] = ["resource", "field"],
        [Type] = ["field"],
        [Sensitive] = ["field"],
        [From] = ["field"],
        [Aliases] = ["field"],
        [Fraction] = ["field"],
        [Erase] = ["foreign key"],
    };

    /// <summary>Reports properties with the prefix that are unknown or belong to another kind of object.</summary>
    /// <param name="node">An object.</param>
    /// <param name="home">Its kind: a <c>resource</c>, a <c>field</c>, a <c>package</c>, …</param>
    public static void Check(DescriptorNode node, string home)
    {
        foreach (var (name, child) in node.Properties)
        {
            if (!name.StartsWith(Start, StringComparison.OrdinalIgnoreCase))
            {
                continue;
            }

            if (!Homes.TryGetValue(name, out var right))
            {
                child.Error($"'{name}' is not a property of Sluice.{Suggestion.For(name, Homes.Keys)}");
            }
            else if (!right.Contains(home))
            {
                child.Error($"'{name}' belongs to a {string.Join(" or a ", right)}, not to a {home}.");
            }
        }
    }
}

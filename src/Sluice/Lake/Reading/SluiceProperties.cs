using Sluice.Text;

namespace Sluice.Lake.Reading;

/// <summary>The properties that this project adds to the standard's, and where each belongs.</summary>
internal static class SluiceProperties
{
    /// <summary>What all their names begin with.</summary>
    public const string Start = "sluice:";

    /// <summary>What the rows of a file do to the table.</summary>
    public const string Write = "sluice:write";

    /// <summary>How many rejects a file may have.</summary>
    public const string OnReject = "sluice:onReject";

    /// <summary>What becomes of the rows of files that are gone.</summary>
    public const string OnDelete = "sluice:onDelete";

    /// <summary>What is done with values that are somebody's secret.</summary>
    public const string Sensitive = "sluice:sensitive";

    /// <summary>The column type of a number.</summary>
    public const string Type = "sluice:type";

    /// <summary>Header texts that mean a field, beside its name.</summary>
    public const string Aliases = "sluice:aliases";

    private static readonly Dictionary<string, string> Homes = new()
    {
        [Write] = "resource",
        [OnReject] = "resource",
        [OnDelete] = "resource",
        [Type] = "field",
        [Sensitive] = "field",
        [Aliases] = "field",
    };

    /// <summary>Finds properties that look like this project's but do not belong where they are.</summary>
    /// <param name="node">An object.</param>
    /// <param name="home">What it is: a <c>resource</c>, a <c>field</c>, a <c>package</c>, …</param>
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
                child.Error($"'{name}' is no property of Sluice's.{Suggestion.For(name, Homes.Keys)}");
            }
            else if (right != home)
            {
                child.Error($"'{name}' belongs to a {right}, not to a {home}.");
            }
        }
    }
}

using System.Text.RegularExpressions;

namespace Sluice.Lake;

/// <summary>What the containers of the lake can be called.</summary>
internal static partial class ContainerName
{
    /// <summary>The container of events that could not be delivered.</summary>
    public const string DeadLetters = "event-dead-letters";

    // The container of rejected rows, and those of the Functions host.
    private const string Rejects = "rejects";
    private const string Host = "azure-webjobs-";

    /// <summary>Whether a container can have this name.</summary>
    public static bool IsName(ReadOnlySpan<char> name) => Name().IsMatch(name);

    /// <summary>Whether a text is a pattern of names: some of their characters, and <c>*</c> for any others.</summary>
    public static bool IsPattern(ReadOnlySpan<char> text) => text.Contains('*') && Pattern().IsMatch(text);

    /// <summary>
    /// Whether a container never holds uploads, so that no pattern matches it: that of rejected rows, that of events, those of the
    /// Functions host, and those of the storage itself (<c>$logs</c>).
    /// </summary>
    public static bool IsReserved(ReadOnlySpan<char> name) =>
        name is Rejects or DeadLetters || name.StartsWith(Host, StringComparison.Ordinal) || name.StartsWith('$');

    [GeneratedRegex(@"^(?=.{3,63}\z)[a-z0-9]+(-[a-z0-9]+)*\z", RegexOptions.CultureInvariant)]
    private static partial Regex Name();

    [GeneratedRegex(@"^(?=.{1,63}\z)(?=.*[a-z0-9])(?!.*\*\*)[a-z0-9*]+(-[a-z0-9*]+)*\z", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}

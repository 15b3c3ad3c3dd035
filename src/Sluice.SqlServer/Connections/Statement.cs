
namespace Sluice.SqlServer.Connections;

/// <summary>A text of T-SQL that this adapter sends, with the parameters in it. Nothing else becomes a command.</summary>
/// <param name="Text">The text. Names in it are quoted, and no value is in it.</param>
/// <param name="Parameters">Its parameters. Values are bound to them by name.</param>
internal sealed record Statement(string Text, params IReadOnlyList<Parameter> Parameters)
{
    private const int LongTimeouts = 120;
    private const int GlanceSeconds = 3;

    /// <summary>
    /// Whether it goes over the rows of a table, and may take as long as those need: the timeout of a statement is that of the connection
    /// string, and this is so many times longer.
    /// </summary>
    public bool IsLong { get; init; }

    /// <summary>Whether it needs no table and waits for no lock: a server that does not answer it within seconds is not there.</summary>
    public bool IsGlance { get; init; }

    /// <summary>Seconds after which it is given up.</summary>
    /// <param name="usual">Seconds that a short one may take.</param>
    public int Timeout(int usual) => IsLong ? usual * LongTimeouts : IsGlance ? Math.Min(usual, GlanceSeconds) : usual;

    /// <summary>The parameter of a name.</summary>
    /// <exception cref="ArgumentException">There is no such parameter.</exception>
    public Parameter Find(string name)
    {
        foreach (var parameter in Parameters)
        {
            if (parameter.Name == name)
            {
                return parameter;
            }
        }

        throw new ArgumentException($"The statement has no parameter @{name}.", nameof(name));
    }
}

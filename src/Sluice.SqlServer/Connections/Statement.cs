namespace Sluice.SqlServer.Connections;

/// <summary>A T-SQL statement of this adapter with its parameters. Every command comes from a statement.</summary>
/// <param name="Text">The text, with quoted names and without values.</param>
/// <param name="Parameters">The parameters, to which values are bound by name.</param>
internal sealed record Statement(string Text, params IReadOnlyList<Parameter> Parameters)
{
    private const int LongTimeouts = 120;
    private const int LivenessSeconds = 3;

    /// <summary>Whether it works on many rows of a table. Its timeout is <c>LongTimeouts</c> times that of the connection string.</summary>
    public bool IsLong { get; init; }

    /// <summary>Whether it needs no table and no lock. A server that does not answer it within seconds counts as unavailable.</summary>
    public bool IsLivenessCheck { get; init; }

    /// <summary>The timeout in seconds.</summary>
    /// <param name="usual">The timeout of a short statement in seconds.</param>
    public int Timeout(int usual) => IsLong ? usual * LongTimeouts : IsLivenessCheck ? Math.Min(usual, LivenessSeconds) : usual;

    /// <summary>Finds a parameter by name.</summary>
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

namespace Sluice.SqlServer;

/// <summary>A text of T-SQL that this adapter sends, with the parameters in it. Nothing else becomes a command.</summary>
/// <param name="Text">The text. Names in it are quoted, and no value is in it.</param>
/// <param name="Parameters">Its parameters, in the order in which values are given.</param>
internal sealed record Statement(string Text, params IReadOnlyList<Parameter> Parameters)
{
    /// <summary>Seconds after which a statement is given up that goes over the rows of a table.</summary>
    private const int LongTimeout = 3600;

    private const int ShortTimeout = 60;

    /// <summary>Whether it goes over the rows of a table, and may take as long as those need.</summary>
    public bool IsLong { get; init; }

    /// <summary>Seconds after which it is given up.</summary>
    public int Timeout => IsLong ? LongTimeout : ShortTimeout;
}

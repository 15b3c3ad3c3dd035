namespace Sluice.Warehouse;

/// <summary>
/// A query needs more memory than the warehouse has for it: nothing else is the matter with either. The message is for the one who asks.
/// </summary>
public sealed class QueryMemoryException : Exception
{
    /// <summary>Creates the exception.</summary>
    public QueryMemoryException(Exception? innerException = null)
        : base(
            "The query needs more memory than the warehouse has for it: ask for less, or ask again when fewer queries run.", innerException)
    {
    }
}

namespace Sluice.Warehouse;

/// <summary>A query needs more memory than the warehouse can give it. The message is meant for the client.</summary>
public sealed class QueryMemoryException : Exception
{
    /// <summary>Creates the exception.</summary>
    public QueryMemoryException(Exception? innerException = null)
        : base(
            "The query needs more memory than the warehouse has for it: ask for less, or ask again when fewer queries run.", innerException)
    {
    }
}

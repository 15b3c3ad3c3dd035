namespace Sluice.Warehouse;

/// <summary>A value that a query works out does not fit its type: the fault is the query's. The message has no value.</summary>
public sealed class QueryValueException : Exception
{
    /// <summary>Creates the exception.</summary>
    public QueryValueException(Exception? innerException = null)
        : base("A value that the query works out is out of the range of its type.", innerException)
    {
    }
}

namespace Sluice.Warehouse;

/// <summary>A value that a query calculates does not fit its type. The message does not contain the value.</summary>
public sealed class QueryValueException : Exception
{
    /// <summary>Creates the exception.</summary>
    public QueryValueException(Exception? innerException = null)
        : base("A value that the query calculates is out of the range of its type.", innerException)
    {
    }
}

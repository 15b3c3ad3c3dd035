namespace Sluice.SqlServer.Connections;

/// <summary>Work on the database ended with an error. Only for use within the adapter.</summary>
/// <param name="error">The error.</param>
/// <param name="isTransient">Whether the error is transient.</param>
internal sealed class WorkException(Exception error, bool isTransient) : Exception(error.Message, error)
{
    public bool IsTransient => isTransient;
}

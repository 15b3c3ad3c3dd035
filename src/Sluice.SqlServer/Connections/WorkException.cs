namespace Sluice.SqlServer.Connections;

/// <summary>Work on the database ended with an error. Does not leave the adapter.</summary>
/// <param name="error">The error.</param>
/// <param name="isTransient">Whether it passes by itself.</param>
internal sealed class WorkException(Exception error, bool isTransient) : Exception(error.Message, error)
{
    public bool IsTransient => isTransient;
}

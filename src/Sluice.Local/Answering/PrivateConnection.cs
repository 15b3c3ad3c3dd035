namespace Sluice.Local.Answering;

/// <summary>Marks a request that came over a <see cref="PrivateSocket"/>.</summary>
internal sealed class PrivateConnection
{
    private PrivateConnection()
    {
    }

    /// <summary>The mark.</summary>
    public static PrivateConnection Mark { get; } = new();
}

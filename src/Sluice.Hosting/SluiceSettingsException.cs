namespace Sluice.Hosting;

/// <summary>A setting is missing or wrong. The message names the setting but not its value.</summary>
internal sealed class SluiceSettingsException : StartException
{
    /// <summary>Creates the exception.</summary>
    public SluiceSettingsException(string message)
        : base(message)
    {
    }
}

namespace Sluice.Functions;

/// <summary>A setting is missing or wrong. The message is one sentence that names it.</summary>
public sealed class SluiceSettingsException : Exception
{
    /// <summary>Creates the exception with its sentence.</summary>
    public SluiceSettingsException(string message)
        : base(message)
    {
    }
}

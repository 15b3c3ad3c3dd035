
namespace Sluice.Hosting;

/// <summary>A setting is missing or wrong. The message is one sentence that names the setting; it does not have its value.</summary>
public sealed class SluiceSettingsException : StartException
{
    /// <summary>Creates the exception with its sentence.</summary>
    public SluiceSettingsException(string message)
        : base(message)
    {
    }
}

using System.Reflection;

namespace Sluice.Telemetry;

/// <summary>The version of Sluice, which the build derives from the git tags.</summary>
public static class SluiceVersion
{
    /// <summary>The version without the commit id: <c>1.2.0</c>, or <c>1.2.1-alpha.0.7</c> seven commits later.</summary>
    public static string Text { get; } =
        typeof(SluiceVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];
}

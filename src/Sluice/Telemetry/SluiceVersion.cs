using System.Reflection;

namespace Sluice.Telemetry;

/// <summary>The version of Sluice, which the build takes from the tags of git.</summary>
public static class SluiceVersion
{
    /// <summary>The version without the commit: <c>1.2.0</c>, or <c>1.2.1-alpha.0.7</c> seven commits after it.</summary>
    public static string Text { get; } =
        typeof(SluiceVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];
}

using System.Runtime.CompilerServices;

namespace Sluice.IntegrationTests;

/// <summary>How much the tests do.</summary>
internal static class TestScope
{
    /// <summary>Whether they take the minutes for what is hardly ever broken: the environment variable <c>SLUICE_TEST_FULL</c>.</summary>
    public static bool IsFull { get; } = Environment.GetEnvironmentVariable("SLUICE_TEST_FULL") is { Length: > 0 };

    // The processes that tests start end within seconds, too soon to make up for what it takes to watch what their code does.
    [ModuleInitializer]
    internal static void StartProcessesWithoutProfiling() => Environment.SetEnvironmentVariable("DOTNET_TieredPGO", "0");
}

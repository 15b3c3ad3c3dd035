using System.Runtime.CompilerServices;
using Sluice.Analytics.Model;

namespace Sluice.Tests.Analytics;

/// <summary>Registers the functions of requests, as a host does.</summary>
internal static class UriFunctionsOfTests
{
    [ModuleInitializer]
    internal static void Register() => UriFunctions.Register();
}

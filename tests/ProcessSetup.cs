using System.Runtime.CompilerServices;
using Sluice.Analytics.Requests;

namespace Sluice;

/// <summary>What a host does once in its process, done for the tests.</summary>
internal static class ProcessSetup
{
    [ModuleInitializer]
    internal static void Run() => UriFunctions.Register();
}

namespace Sluice.IntegrationTests.Model;

/// <summary>A warehouse has not what the files of the lake say.</summary>
internal sealed class ModelException(string message) : Exception(message);

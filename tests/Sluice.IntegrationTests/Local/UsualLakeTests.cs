namespace Sluice.IntegrationTests.Local;

/// <summary>The classes that ask the same <see cref="UsualLake"/>.</summary>
[CollectionDefinition(nameof(UsualLake))]
public sealed class UsualLakeTests : ICollectionFixture<UsualLake>;

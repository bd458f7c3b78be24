namespace TraceClient.Tool.Tests;

[CollectionDefinition(BrowserTests.Name)]
public sealed class BrowserCollection : ICollectionFixture<Browser>;

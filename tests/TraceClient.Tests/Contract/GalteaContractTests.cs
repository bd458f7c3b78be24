namespace TraceClient.Tests.Contract;

public sealed class GalteaContractTests : SourceContract
{
    private protected override ContractSubject Subject { get; } = new GalteaSubject();
}

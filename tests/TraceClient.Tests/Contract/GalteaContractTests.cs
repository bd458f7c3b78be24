namespace TraceClient.Tests.Contract;

public sealed class GalteaContractTests : ServiceContract
{
    private protected override ContractSubject Subject { get; } = new GalteaSubject();
}

namespace TraceClient.Tests.Contract;

public sealed class KubiyaContractTests : ServiceContract
{
    private protected override ContractSubject Subject { get; } = new KubiyaSubject();
}

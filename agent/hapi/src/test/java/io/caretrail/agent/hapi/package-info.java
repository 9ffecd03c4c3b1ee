/** The agent on HAPI FHIR's servers, asked by HAPI's own client, which keeps a ledger. */
package io.caretrail.agent.hapi;

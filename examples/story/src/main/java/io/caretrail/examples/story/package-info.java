/** A client that keeps a ledger of what it asked a server, and the check of an audit trail against that ledger. */
@NullMarked
package io.caretrail.examples.story;

import org.jspecify.annotations.NullMarked;

/** What a request asks for: the operation's name, the resource and its ids, from method, path, query and few headers. */
@NullMarked
package io.caretrail.core.operation;

import org.jspecify.annotations.NullMarked;

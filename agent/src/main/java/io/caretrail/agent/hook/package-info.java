/** How the agent gets into a server's classes: hook points, the bridge, the transformer, the loader with two parents. */
@NullMarked
package io.caretrail.agent.hook;

import org.jspecify.annotations.NullMarked;

/** What an operator watches: the counters of a trail and of its destinations as JMX MBeans. */
@NullMarked
package io.caretrail.core.health;

import org.jspecify.annotations.NullMarked;

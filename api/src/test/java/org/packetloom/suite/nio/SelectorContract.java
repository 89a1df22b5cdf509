// SPDX-License-Identifier: Apache-2.0
package org.packetloom.suite.nio;

/** What every selector promises. */
public abstract class SelectorContract extends ChannelContract
    implements SelectorKeys,
        SelectorKeySets,
        SelectorReadiness,
        SelectorConnects,
        SelectorSelects,
        SelectorActions,
        SelectorWakeups,
        SelectorRaces {}

// SPDX-License-Identifier: Apache-2.0
/** What the toolkits of another process do, seen from here. */
package org.packetloom.examples.operate;

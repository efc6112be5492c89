/**
 * What each rule does to live traffic: how often it hits, what it alone changes, how right it is and what it costs.
 */
package io.veto.engine.statistics;

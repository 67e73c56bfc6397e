if exists('b:did_ftplugin')
  finish
endif
let b:did_ftplugin = 1

setlocal commentstring=//\ %s comments=:///,://,sO:*\ -,mO:*\ \ ,exO:*/
setlocal shiftwidth=2 softtabstop=2 expandtab
setlocal suffixesadd=.mech
let b:undo_ftplugin = 'setlocal commentstring< comments< shiftwidth< softtabstop< expandtab< suffixesadd<'
